"""However many rows an agency has, a batch of an import looks up only its own: no statement reads a whole table."""

import re
from typing import Any

import pytest

from portico.candidates.models import Candidate
from tests.imports.loading import load
from tests.plans import asked, plan_of
from tests.world import Acme

TABLES = {
    "organizations": "Company ID,Company Name,Website,Notes\r\nO-1,Fjord Foods,fjord.example,Pays late\r\n",
    "contacts": "Contact ID,Company ID,First Name,Last Name,Email\r\nP-1,O-1,Siri,Dahl,siri@fjord.example\r\n",
    "jobs": "Job ID,Job Title,Company,Status\r\nJ-1,Fish cook,Fjord Foods,Open\r\n",
    "candidates": (
        "Candidate ID,First Name,Last Name,Email,Mobile Phone,Skills,Notes\r\n"
        "C-1,Mira,Lund,mira@example.com,+47 40 61 23 52,Fish; Menus,worked nights\r\n"
        ",Noah,Abebe,,07700 900123,,\r\n"
    ),
    "applications": "Candidate ID,Job ID,Stage,Date\r\nC-1,J-1,Interview,2025-03-05\r\n",
    "notes": "Candidate ID,Note,Date,Note ID\r\nC-1,Called about nights,2025-03-05,N-1\r\n",
}
LARGE = [
    "candidates_candidate",
    "clients_contact",
    "clients_organization",
    "jobs_job",
    "pipeline_application",
    "records_note",
    "records_event",
    "records_eventsubject",
    "records_document",
    "records_searchentry",
]
NO_CHOICE = {"agency_id", "kind", "archived", "imported"}
"""Columns that nearly all rows have in common."""


def read_from_end_to_end(statements: list[tuple[str, Any]]) -> set[str]:
    """What of it goes through all rows of an agency."""
    found = {(line, sql) for sql, parameters in statements for line in plan_of(sql, parameters) if is_whole(line)}
    return {f"{line}: {sql[:600]}" for line, sql in found}


def is_whole(line: str) -> bool:
    """Whether this step of a plan looks at all rows of a large table, or at all of one agency's."""
    if not re.search(rf"(SCAN|SEARCH|Seq Scan on|Index (?:Only )?Scan.* on) ({'|'.join(LARGE)})\b", line):
        return False
    given = set(re.findall(r"(\w+)(?:=|>|<)", line))
    return "SCAN" in line or "Seq Scan" in line or ("SEARCH" in line and given <= NO_CHOICE)


@pytest.mark.parametrize("kind", TABLES)
def test_no_import_reads_all_rows_of_an_agency(acme: Acme, kind: str) -> None:
    for before in list(TABLES)[: list(TABLES).index(kind)]:
        load(acme.agency, before, TABLES[before], by=acme.recruiter)

    with asked() as first:
        assert load(acme.agency, kind, TABLES[kind], by=acme.recruiter).refused == ""
    with asked() as again:
        load(acme.agency, kind, TABLES[kind].replace("nights", "days").replace("cook", "chef"), by=acme.recruiter)

    assert first
    assert read_from_end_to_end(first + again) == set()


def test_a_search_by_no_index_would_be_seen(acme: Acme) -> None:
    with asked() as sent:
        list(Candidate.objects.filter(summary="nights"))
    assert read_from_end_to_end(sent)


def test_where_nothing_but_the_agency_chooses_it_would_be_seen() -> None:
    assert is_whole("SEARCH candidates_candidate USING INDEX people_now (agency_id=?)")
    assert not is_whole("SEARCH candidates_candidate USING INDEX people_by_city (agency_id=? AND city=?)")
