"""Making, changing, choosing and deleting the layouts by which candidates are asked."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Agency, Member
from portico.candidates.layouts import Need, ProfileLayout
from portico.candidates.own_profile import mark_of
from portico.candidates.profile_fields import FIELDS
from portico.kit.rules import Conflict, RuleBroken
from portico.records.events import record

MOST = 30


def mark_of_layout(layout: ProfileLayout) -> str:
    """A short sign of what a page showed of it."""
    return mark_of([layout.name, layout.fields, layout.welcome])


def cleaned(fields: dict[str, str]) -> dict[str, str]:
    """How much each known field is wanted; what is only optional need not be kept."""
    known = {key: need for key, need in fields.items() if key in FIELDS and need in Need.values}
    return {key: need for key, need in known.items() if need != Need.OPTIONAL}


def _save(layout: ProfileLayout) -> None:
    try:
        with transaction.atomic():
            layout.save()
    except IntegrityError:
        raise RuleBroken(_("There is already a layout with this name.")) from None


@transaction.atomic
def add_layout(agency: Agency, *, name: str, welcome: str, fields: dict[str, str], by: Member) -> ProfileLayout:
    """A way of asking for another kind of candidate. The first one is used unless another is chosen."""
    there = ProfileLayout.objects.filter(agency=agency)
    if there.count() >= MOST:
        raise RuleBroken(_("There are many layouts already. Delete one first."))
    layout = ProfileLayout(agency=agency, name=name, welcome=welcome, fields=cleaned(fields))
    layout.is_default = not there.exists()
    _save(layout)
    record(layout, "layout.added", by=by, about=[agency], name=name)
    return layout


@transaction.atomic
def change_layout(
    layout: ProfileLayout, *, name: str, welcome: str, fields: dict[str, str], seen: str, by: Member
) -> None:
    """Ask for other fields from now on."""
    there = ProfileLayout.objects.select_for_update().get(pk=layout.pk)
    if seen != mark_of_layout(there):
        raise Conflict(_("Somebody else just changed this layout. Have another look."))
    there.name, there.welcome, there.fields = name, welcome, cleaned(fields)
    _save(there)
    record(there, "layout.changed", by=by, about=[there.agency], name=name)


@transaction.atomic
def make_default(layout: ProfileLayout, *, by: Member) -> None:
    """Ask everybody by this one for whom no other was chosen."""
    ProfileLayout.objects.filter(agency=layout.agency_id, is_default=True).update(is_default=False)
    ProfileLayout.objects.filter(pk=layout.pk).update(is_default=True)
    record(layout, "layout.changed", by=by, about=[layout.agency], name=layout.name)


@transaction.atomic
def delete_layout(layout: ProfileLayout, *, by: Member) -> None:
    """Who was asked by it is asked by the default again."""
    record(layout.agency, "layout.deleted", by=by, name=layout.name)
    layout.delete()
