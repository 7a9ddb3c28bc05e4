"""The demo world: Acme Staffing with its clients and candidates, and a rival beside it.

Most of it comes through the import, from files like an agency has; what those cannot bring is played as a story.
"""

import os
import shutil
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from demo import applying, careers, clients, following, portals, privacy, profiles, story, updates
from demo.dates import ANCHOR, ZONE, shift_files, shifted, weeks_since
from demo.logos import draw
from demo.people import ACME, BY_SLUG, RIVAL
from demo.post import deliver_the_past
from demo.resumes import build_resumes
from portico.agencies.models import Agency, Member
from portico.imports.matching.fields import Kind
from portico.imports.running.files import Files, Report, import_files, import_resumes
from portico.imports.uploading import begin, receive
from portico.jobs.stages import make_default_stages
from portico.kit.times import at_time
from portico.records.files import store_logo
from portico.records.longtasks import execute

BAD_LIST = "candidates_with_bad_rows.csv"
FILES = Path(__file__).parent / "files"
FIRST_DAY = datetime.combine(ANCHOR - timedelta(weeks=27), time(9), ZONE)
"""Before everything that the files tell of."""
UNNOTED = timedelta(days=3)

type Say = Callable[[str], None]


class Unexpected(Exception):
    """The demo's own files did not load as they should."""


def exists() -> bool:
    """Whether the world is there already."""
    return Agency.objects.filter(host=ACME).exists()


def wipe() -> None:
    """Empty the demo's database, files and mails."""
    call_command("flush", interactive=False, verbosity=0)
    for folder in (Path(settings.MEDIA_ROOT), Path(settings.MAIL_FOLDER)):
        shutil.rmtree(folder, ignore_errors=True)


@transaction.atomic
def load(say: Say) -> None:
    """Build the whole world. It is there completely or not at all."""
    with TemporaryDirectory(prefix="portico-demo-") as name:
        place = Path(name)
        weeks = weeks_since()
        port = os.environ.get("PORT", "8000")
        for host, folder, site in (
            (ACME, "acme", f"http://127.0.0.1:{port}"),
            (RIVAL, "rival", f"http://{RIVAL}:{port}"),
        ):
            shift_files(FILES / folder, place / folder, weeks)
            load_agency(folder, place / folder, site, weeks, say)
            assert Agency.objects.filter(host=host).exists()
        bring_a_list(shifted((FILES / "samples" / BAD_LIST).read_text(encoding="utf-8"), weeks))
    sent = deliver_the_past()
    say(f"{sent} mails of the past delivered")


def load_agency(name: str, folder: Path, site: str, weeks: timedelta, say: Say) -> None:
    """One agency: its people, its records, its story."""
    first = FIRST_DAY + weeks
    agency = story.found_agency(folder, site, first)
    with at_time(first):
        make_default_stages(agency.pk)
        shape = "circle" if name == "acme" else "square"
        store_logo(agency, draw(agency.name[0], agency.brand_color, shape, folder / "logo.png"))
    owner = Member.objects.select_related("user").get(agency=agency, role="owner")
    resumes = folder / "resumes"
    if (FILES / name / "resumes").is_dir():
        say(f"{agency.name}: {len(build_resumes(FILES / name / 'resumes', resumes))} résumés written")
    tables = {kind: folder / f"{kind.value}.csv" for kind in Kind}
    files = Files(agency, owner, tables, resumes if resumes.is_dir() else None, folder)
    with at_time(first + timedelta(hours=1)):
        for report in import_files(files):
            check(agency, report, say)
        if (found := import_resumes(files)) is not None:
            say(f"{agency.name}: {found.attached} résumés on their candidates")
            if found.unmatched or found.refused:
                raise Unexpected(f"résumés without a candidate: {found.unmatched} {found.refused}")
    tell(story.Story(agency, folder), first, weeks, say)


def check(agency: Agency, report: Report, say: Say) -> None:
    """A file of the demo has no bad rows."""
    say(f"{agency.name}: {report.tally.counts['created']} {report.kind.value}")
    if report.tally.counts["refused"] or report.remarks:
        told = report.refused.read_text(encoding="utf-8") if report.refused else report.remarks
        raise Unexpected(f"{report.name}: {told}")


def bring_a_list(text: str) -> None:
    """Yesterday the recruiter imported a list with some bad rows; what was refused waits for her."""
    rosa = Member.objects.select_related("user", "agency").get(
        agency__host=ACME, user__email=BY_SLUG["recruiter"].email
    )
    with at_time(timezone.now() - timedelta(days=1)):
        task = receive(by=rosa, kind=Kind.CANDIDATES, file=SimpleUploadedFile(BAD_LIST, text.encode()))
        begin(task, by=rosa)
        execute(task.pk)


def tell(played: story.Story, first: datetime, weeks: timedelta, say: Say) -> None:
    """What an import cannot bring."""
    played.at(first + timedelta(hours=2), story.set_desks, played)
    story.tell_of_people(played)
    if (played.folder / "submissions.json").exists():
        clients.tell_of_submissions(played, datetime.combine(ANCHOR, time(20), ZONE) + weeks - UNNOTED)
    if (played.folder / "portals.json").exists():
        portals.tell_of_portals(played)
    following.tell_of_following(played, datetime.combine(ANCHOR, time(20), ZONE) + weeks)
    updates.tell_of_updates(played, datetime.combine(ANCHOR, time(20), ZONE) + weeks)
    privacy.tell_of_privacy(played, datetime.combine(ANCHOR, time(20), ZONE) + weeks)
    profiles.tell_of_profiles(played, datetime.combine(ANCHOR, time(20), ZONE) + weeks)
    careers.tell_of_careers(played, datetime.combine(ANCHOR, time(20), ZONE) + weeks)
    applying.tell_of_applying(played, datetime.combine(ANCHOR, time(20), ZONE) + weeks)
    say(f"{played.agency.name}: {played.play()} deeds of its story")
