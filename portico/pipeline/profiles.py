"""The PDF profile of a submitted candidate in the agency's brand."""

from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.kit.times import now
from portico.pipeline.submissions import Submission


class Profile(Owned):
    """A profile as it was drawn from what a submission shows; it counts only while nothing in it has changed."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="profile")
    print = models.CharField(max_length=64)
    """The fingerprint of what it was drawn from."""
    key = models.CharField(max_length=200)
    pages = models.JSONField(default=list)
    """Each page as a picture: key, width, height."""
    made = models.DateTimeField(default=now)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("profile")


def pages_named(keys: Collection[str]) -> set[str]:
    """Which of these pictures of pages belong to a profile: all pages of the agencies whose numbers the keys hold."""
    agencies = {int(key.split("/")[1]) for key in keys if key.split("/")[1].isdigit()}
    rows = Profile.objects.filter(agency__in=agencies).values_list("pages", flat=True)
    return {page["key"] for pages in rows.iterator(1000) for page in pages}
