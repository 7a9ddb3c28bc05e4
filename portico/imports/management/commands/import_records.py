"""manage.py import_records: files of other systems into an agency's records, on the server."""

import time
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portico.agencies.mailbox import mail_key
from portico.agencies.models import Agency, Member
from portico.agencies.roles import May, Side
from portico.imports.problems import Unreadable
from portico.imports.running.files import ORDER, Files, Report, import_files, import_resumes
from portico.imports.running.outcomes import Deed
from portico.imports.running.resumes import Resumes
from portico.imports.running.table import Progress


class Command(BaseCommand):
    """Import tables and résumés at once and say what became of them. Running it again creates nothing twice."""

    help = (
        "Import organizations, contacts, jobs, candidates, applications and notes from CSV or Excel files, and résumés"
        " from a folder. Columns are matched by their names. Rows that cannot be imported go to a file of their own."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For whom, and which files."""
        parser.add_argument(
            "--agency", default="", metavar="HOST", help="the agency's host name; not needed if there is one agency"
        )
        for kind in ORDER:
            parser.add_argument(f"--{kind.value}", type=Path, metavar="FILE", help=f"a table of {kind.value}")
        parser.add_argument("--resumes", type=Path, metavar="FOLDER", help="PDF, Word, picture and text files")
        parser.add_argument("--by", default="", metavar="EMAIL", help="the teammate in whose name it is done")
        parser.add_argument(
            "--refused-in", type=Path, metavar="FOLDER", help="where refused rows go; else beside each file"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, **options: Any) -> None:
        """Check, import, report."""
        agency = agency_named(options["agency"])
        tables = {kind: options[kind.value] for kind in ORDER if options[kind.value]}
        if not tables and not options["resumes"]:
            raise CommandError("Say what to import, like --candidates people.csv. See --help.")
        for path in [*tables.values(), options["resumes"]]:
            if path is not None and not path.exists():
                raise CommandError(f"{path} does not exist.")
        if options["resumes"] and not options["resumes"].is_dir():
            raise CommandError(f"{options['resumes']} is not a folder.")
        self.last = 0.0
        by = teammate(agency, options["by"])
        files = Files(agency, by, tables, options["resumes"], options["refused_in"], tell=self.tell)
        try:
            with transaction.atomic() if options["dry_run"] else nullcontext():
                reports = import_files(files)
                resumes = None if options["dry_run"] else import_resumes(files)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except Unreadable as no:
            raise CommandError(str(no)) from None
        self.report(reports, resumes, dry=options["dry_run"])

    def tell(self, name: str, progress: Progress) -> None:
        """A line every two seconds."""
        if time.monotonic() - self.last > 2:
            self.last = time.monotonic()
            self.stdout.write(f"{name}: {progress.rows:,} rows")
            self.stdout.flush()

    def report(self, reports: list[Report], resumes: Resumes | None, *, dry: bool) -> None:
        """A table, then what to look at."""
        heads = ["would be " + deed.value if dry else deed.value for deed in Deed]
        if reports:
            self.stdout.write(f"\n{'':<30}" + "".join(f"{head:>20}" if dry else f"{head:>11}" for head in heads))
        for report in reports:
            counts = (f"{report.tally.counts[deed.value]:,}" for deed in Deed)
            line = "".join(f"{count:>20}" if dry else f"{count:>11}" for count in counts)
            self.stdout.write(f"{report.name[:29]:<30}{line}")
        for report in reports:
            for sentence, count in report.remarks.items():
                self.stdout.write(f"{report.name}: {sentence} ({count:,} rows)")
            if report.refused is not None:
                self.stdout.write(f"Refused rows of {report.name}, each with the reason: {report.refused}")
        if resumes is not None:
            self.stdout.write(
                f"{resumes.attached:,} résumés put on candidates, {resumes.there_already:,} were there already"
            )
            for name, why in resumes.refused.items():
                self.stdout.write(f"Not kept: {name}: {why}")
            for name in resumes.unmatched:
                self.stdout.write(f"Nobody we know: {name}")


def agency_named(host: str) -> Agency:
    """The agency that is meant."""
    if host:
        found = Agency.objects.filter(host=host.lower()).first()
        if found is None:
            raise CommandError(f"There is no agency at {host}.")
        return found
    agencies = list(Agency.objects.all()[:2])
    if len(agencies) != 1:
        raise CommandError(
            "There are several agencies: say which with --agency HOST." if agencies else "There is no agency yet."
        )
    return agencies[0]


def teammate(agency: Agency, email: str) -> Member | None:
    """In whose name it is done, if in anybody's."""
    if not email:
        return None
    staff = Member.objects.filter(agency=agency, side=Side.STAFF, user__email_key=mail_key(email))
    member = staff.select_related("user", "agency").first()
    if member is None or not member.may(May.IMPORT):
        raise CommandError(f"{email} is nobody who may import at {agency.name}.")
    return member
