"""A volume: an agency with so many candidates and all that goes with them, made once and used again."""

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SIZES = {"small": 5_000, "medium": 50_000, "large": 500_000}
FORMAT = 1
"""Counted up when volumes are made differently: older ones are made anew."""
HOST = "bench.localhost"
PASSWORD = "correct horse battery"


@dataclass
class Volume:
    """What is known of one."""

    candidates: int
    format: int
    agency: int
    recruiter: int
    """A member who looks after five clients."""
    client: int
    """A member at the first of them."""
    seconds: float

    @property
    def clients(self) -> int:
        """How many organizations."""
        return self.candidates // 100


def folder_of(vendor: str, size: str) -> Path:
    """Where it lies."""
    return Path("var/bench") / f"{vendor}-{size}"


def ready(size: int) -> Volume:
    """The volume in the database that the settings name: made where there is none yet."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    told = Path(settings.DATA_DIR) / "volume.json"
    found = known(told, size)
    if found is None:
        found = build(size)
        told.write_text(json.dumps(asdict(found)))
    return found


def known(told: Path, size: int) -> Volume | None:
    """What is there already, if it is what is asked for."""
    from portico.agencies.models import Agency

    if not Agency.objects.exists():
        return None
    if told.exists():
        found = Volume(**json.loads(told.read_text()))
        if (found.format, found.candidates) == (FORMAT, size):
            return found
    raise SystemExit(f"Another volume lies in {told.parent}: remove that folder, and it is made anew.")


def build(count: int) -> Volume:
    """Everything for so many candidates."""
    from django.db import connection

    from portico.candidates.models import Candidate
    from script.benching.loading import count_on, loading
    from script.benching.people import Crowd
    from script.benching.work import Work

    began = time.monotonic()
    with loading():
        agency, staff = people(count)
        Crowd(agency, count, staff).fill()
        work = Work(agency, count, staff)
        work.fill()
        count_on(model for model in models() if connection.vendor == "postgresql")
        files()
    assert Candidate.objects.count() == count
    return Volume(count, FORMAT, agency.pk, staff[0], work.clients[0], round(time.monotonic() - began, 1))


def models() -> list[Any]:
    """All kinds of rows there are."""
    from django.apps import apps

    return [model for model in apps.get_models() if model._meta.managed]


def people(count: int) -> tuple[Any, list[int]]:
    """The agency and its recruiters: one for each five clients."""
    from portico.agencies.models import Agency, Member, User
    from portico.agencies.roles import Role, Side
    from portico.jobs.stages import make_default_stages

    agency = Agency.objects.create(name="Bench", host=HOST, site=f"http://{HOST}", zone="Europe/London")
    make_default_stages(agency.pk)
    staff = []
    for number in range(max(1, count // 500)):
        user = User(agency=agency, email=f"recruiter{number}@bench.example", name=f"Rosa Recruiter{number}")
        if number == 0:
            user.set_password(PASSWORD)
        user.save()
        place = {"side": Side.STAFF, "role": Role.RECRUITER, "status": Member.Status.ACTIVE}
        staff.append(Member.objects.create(agency=agency, user=user, **place).pk)
    return agency, staff


def files() -> None:
    """The one file that all documents are."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    for name in ("documents/bench.pdf", "pages/bench.webp"):
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(b"RIFF made for the bench"))


def session_of(member: int) -> str:
    """The key of an open session of this person, as signing in leaves it."""
    from importlib import import_module

    from django.conf import settings

    from portico.agencies.models import Member
    from portico.kit.times import now

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    at = now().isoformat()
    proof = Member.objects.select_related("user").get(pk=member).user.session_proof
    session.update({"member": member, "proof": proof, "began": at, "seen": at})
    session.save()
    return str(session.session_key)


def environment(folder: Path, database: str) -> dict[str, str]:
    """A site as in real use, but by plain http on this machine."""
    told = {
        "DEBUG": "0",
        "SECRET_KEY": "for-the-bench-on-this-machine-only-0123456789",
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1,localhost",
        "DATA_DIR": str(folder.resolve()),
        "BEHIND_TLS": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", *told}}
    return {**kept, **told, **({"DATABASE_URL": database} if database else {})}
