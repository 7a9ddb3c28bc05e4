"""Telling an agency's owners of something they have to know, without burying them in mails about it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction

from portico.agencies.models import Agency, Member
from portico.agencies.roles import Role
from portico.kit.times import now
from portico.messaging.models import Email
from portico.messaging.writing import write
from portico.records.subjects import kind_of


@transaction.atomic
def tell_owners(
    agency: Agency,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    at_most_every: timedelta,
    links: Mapping[str, str] | None = None,
    about: models.Model | None = None,
) -> list[Email]:
    """Mail every owner who is in, unless they were told the same (of the same record) within `at_most_every`.

    Alarms are no notifications that somebody could have switched off. Returns the mails that were written.
    """
    # One at a time: several workers often see the same thing in the same moment.
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    told = Email.objects.filter(agency=agency, template=template, created__gt=now() - at_most_every)
    if about is not None:
        told = told.filter(about=[[kind_of(about), about.pk]])
    if told.exists():
        return []
    owners = Member.objects.staff().filter(agency=agency, role=Role.OWNER).select_related("user").order_by("pk")
    return [
        write(agency, to=owner.email, template=template, context=context, links=links, about=[about], member=owner)
        for owner in owners
    ]
