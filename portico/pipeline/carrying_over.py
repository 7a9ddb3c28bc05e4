"""What hangs on a candidate and comes along when two records are merged: profile, consents, requests, everything."""

from typing import Any

from django.db import IntegrityError, models, transaction

from portico.candidates.consents import Consent
from portico.candidates.models import Candidate, Education, Experience, SpokenLanguage
from portico.records.forgetting import relations_of

SAME: dict[type[models.Model], tuple[str, ...]] = {
    Experience: ("title", "employer", "started"),
    Education: ("school", "degree"),
    SpokenLanguage: ("name",),
}
"""By what an entry is the same one: of two, the kept record's stays."""


def carry_over(kept: Candidate, other: Candidate) -> None:
    """Everything that hangs on the other record hangs on the kept one; what cannot stand twice stays where it is."""
    for relation in relations_of(Candidate):
        related: Any = relation.related_model
        if getattr(relation, "on_delete", None) is not models.CASCADE:
            continue
        name = relation.field.name
        there = known(related, kept, name)
        for row in related._base_manager.filter(**{name: other}):
            if related in SAME and likeness(row) in there:
                continue
            try:
                with transaction.atomic():
                    related._base_manager.filter(pk=row.pk).update(**{name: kept})
            except IntegrityError:
                continue
    one_answer_for_each(kept)


def known(related: Any, kept: Candidate, name: str) -> set[tuple[str, ...]]:
    """The entries the kept record has already."""
    return {likeness(row) for row in related._base_manager.filter(**{name: kept})} if related in SAME else set()


def likeness(row: Any) -> tuple[str, ...]:
    """By what it is compared."""
    return tuple(str(getattr(row, name)).casefold() for name in SAME[type(row)])


def one_answer_for_each(kept: Candidate) -> None:
    """Of two answers for one purpose, the later one counts."""
    last: dict[str, Consent] = {}
    for consent in Consent.objects.filter(candidate=kept).order_by("status_since", "at", "pk"):
        earlier = last.get(consent.purpose)
        if earlier is not None and earlier.status == Consent.Status.GIVEN:
            gone = consent.status not in {Consent.Status.GIVEN, Consent.Status.RENEWED}
            after = Consent.Status.WITHDRAWN if gone else Consent.Status.RENEWED
            Consent.objects.filter(pk=earlier.pk).update(status=after, status_since=consent.status_since)
        last[consent.purpose] = consent
