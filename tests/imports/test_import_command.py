"""manage.py import_records."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.records.models import Document
from tests.world import Acme


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of another system."""
    (tmp_path / "orgs.csv").write_text("ID,Company Name\r\nO-1,Polmar\r\n")
    (tmp_path / "people.csv").write_text(
        "ID,First Name,Last Name,Company\r\nP-1,Ana,Reis,Polmar\r\nP-2,Bo,Ek,Nowhere\r\n"
    )
    (tmp_path / "talents.csv").write_text("ID,First Name,Last Name,Resume\r\nC-1,Mira,Østby,mira.txt\r\n")
    (tmp_path / "cvs").mkdir()
    (tmp_path / "cvs" / "mira.txt").write_text("Sous chef in Bergen")
    (tmp_path / "cvs" / "who.txt").write_text("Nobody knows")
    return tmp_path


def said(acme: Acme, folder: Path, *more: str) -> str:
    """What the command prints."""
    out = StringIO()
    tables = ["--contacts", "people.csv", "--candidates", "talents.csv", "--organizations", "orgs.csv"]
    given = [str(folder / one) if one.endswith(".csv") else one for one in tables]
    call_command(
        "import_records", "--agency", acme.agency.host, *given, "--resumes", str(folder / "cvs"), *more, stdout=out
    )
    return out.getvalue()


def test_all_files_are_taken_in_in_the_right_order(acme: Acme, folder: Path) -> None:
    printed = said(acme, folder, "--by", acme.recruiter.email)

    assert Contact.objects.get(reference="P-1").organization == Organization.objects.get(reference="O-1")
    document = Document.objects.get(name="mira.txt")
    assert document.subject() == Candidate.objects.get(reference="C-1")
    assert "people.csv                              1          0          0          1" in printed
    assert f"Refused rows of people.csv, each with the reason: {folder / 'people-refused.csv'}" in printed
    assert "1 résumés put on candidates, 0 were there already" in printed
    assert "Nobody we know: who.txt" in printed
    assert "no organization “Nowhere”" in (folder / "people-refused.csv").read_text(encoding="utf-8")


def test_again_it_says_that_nothing_changed(acme: Acme, folder: Path) -> None:
    said(acme, folder)
    printed = said(acme, folder)
    assert "orgs.csv                                0          0          1          0" in printed
    assert "0 résumés put on candidates, 1 were there already" in printed


def test_a_dry_run_writes_nothing(acme: Acme, folder: Path) -> None:
    printed = said(acme, folder, "--dry-run")
    assert "would be created" in printed
    assert not Organization.objects.filter(reference="O-1").exists()
    assert not Document.objects.filter(name="mira.txt").exists()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([], "Say what to import"),
        (["--candidates", "/nowhere.csv"], "/nowhere.csv does not exist."),
        (["--agency", "other.example", "--candidates", "x"], "There is no agency at other.example."),
        (["--by", "nobody@example.com", "--candidates", __file__], "nobody@example.com is nobody who may import"),
    ],
)
def test_it_says_what_is_wrong(acme: Acme, given: list[str], why: str) -> None:
    host = [] if "--agency" in given else ["--agency", acme.agency.host]
    with pytest.raises(CommandError, match=why):
        call_command("import_records", *host, *given)


def test_with_several_agencies_one_has_to_be_named(acme: Acme) -> None:
    assert acme.theirs.agency.pk
    with pytest.raises(CommandError, match="There are several agencies"):
        call_command("import_records", "--candidates", __file__)
