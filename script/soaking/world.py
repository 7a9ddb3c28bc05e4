"""The small world of the soak: two agencies as in the tests, whose every row has its story, and open sessions."""

import json
import os
from pathlib import Path
from typing import Any

PEOPLE = ("owner", "recruiter", "maya", "dario_member")


def build() -> dict[str, Any]:
    """Both agencies; what a part needs to know of them."""
    from tests.world import build as make

    told = {
        "acme": told_of(make("Acme Staffing", "acme.localhost", "acme.example")),
        "rival": told_of(make("Rival Talent", "rival.localhost", "rival.example")),
    }
    give_every_row_its_story()
    return told


def told_of(acme: Any) -> dict[str, Any]:
    """Numbers and sessions of one agency."""
    from tests.careers.adverts import advert

    return {
        "host": acme.agency.host,
        "agency": acme.agency.pk,
        "job": acme.job.pk,
        "advert": advert(acme).pk,
        "candidate": acme.dario.pk,
        "application": acme.application.pk,
        "organization": acme.northwind.pk,
        "submission": acme.submission.pk,
        "stages": [acme.stage(kind).pk for kind in ("screening", "client_review", "interview")],
        "emails": {name: getattr(acme, name).email for name in PEOPLE},
        "members": {name: getattr(acme, name).pk for name in PEOPLE},
        "sessions": {name: session_of(getattr(acme, name)) for name in PEOPLE},
    }


def session_of(member: Any) -> str:
    """The key of an open session."""
    from django.conf import settings

    from tests.desk import browser_of

    return str(browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value)


def give_every_row_its_story() -> None:
    """The test world sets some rows down without the events and fingerprints that the invariants look for."""
    from portico.agencies.models import Member
    from portico.operations.invariants import fingerprint
    from portico.portals.models import JobShare
    from portico.records.events import record
    from portico.records.models import Document

    for document in Document.objects.all():
        Document.objects.filter(pk=document.pk).update(sha256=fingerprint(document.key))
    for share in JobShare.objects.all():
        record(share, "jobshare.live", by=share.shared_by)
    for member in Member.objects.all():
        record(member, "member.invited", by=None, person=member.name)


if __name__ == "__main__":
    import django

    django.setup()
    (Path(os.environ["DATA_DIR"]) / "world.json").write_text(json.dumps(build()))
