"""How the database goes about the queries of the main pages: where it reads a whole large table, that is said."""

import re
from dataclasses import dataclass

LARGE = (
    "candidates_candidate",
    "candidates_candidate_skills",
    "pipeline_application",
    "pipeline_submission",
    "pipeline_submissionview",
    "pipeline_move",
    "pipeline_verdict",
    "records_event",
    "records_eventsubject",
    "records_document",
    "records_note",
    "records_searchentry",
    "jobs_job",
    "jobs_advert",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One statement of one page."""

    page: str
    sql: str
    steps: list[str]
    whole: list[str]
    """The large tables that are read from end to end."""


def plans(page: str, statements: list[str]) -> list[Plan]:
    """Of all its reading statements, each once."""
    from django.db import DatabaseError, connection, transaction

    found, seen = list[Plan](), set[str]()
    word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    for sql in statements:
        shape = re.sub(r"'[^']*'|\b\d+\b", "?", sql)
        if not sql.startswith(("SELECT", "WITH")) or shape in seen:
            continue
        seen.add(shape)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"{word} {sql}".replace("%", "%%"), [])
                steps = [str(row[-1]) for row in cursor.fetchall()]
        except DatabaseError:
            continue
        found.append(Plan(page, sql, steps, whole(steps)))
    return found


def whole(steps: list[str]) -> list[str]:
    """The large tables that a plan reads from end to end."""
    names = []
    for step in steps:
        found = re.search(r"Seq Scan on (\w+)|SCAN (?:TABLE )?(\w+)(?! USING)", step)
        if found and "USING" not in step and (name := found.group(1) or found.group(2)) in LARGE:
            names.append(name)
    return names
