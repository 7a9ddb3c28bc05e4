"""Which profiles are blind, said in the database: as Submission.is_blind says of one row, for many at once."""

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

from portico.portals.models import PortalDefaults


def blind_now() -> Case:
    """For a query of submissions: whether the client may not know yet who each of them is."""
    own = Q(share__portal__custom=True)
    agency = Exists(PortalDefaults.objects.filter(agency=OuterRef("agency"), values__named=False))
    return Case(
        When(revealed__isnull=False, then=Value(False)),
        When(Q(blind=True) | Q(share__values__named=False), then=Value(True)),
        When(own & Q(share__portal__values__named=False), then=Value(True)),
        When(own & Q(share__portal__values__named=True), then=Value(False)),
        When(agency, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
