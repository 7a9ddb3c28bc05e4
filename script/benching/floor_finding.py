"""The least that the search and the dashboard must ask and write."""

import os
from html import escape as e
from typing import Any

from script.benching.floor_desk import CANDIDATES, with_skills
from script.benching.floor_parts import Ask, hanging, menu, page

POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
SKILL = "SELECT name FROM candidates_skill WHERE agency_id = ? AND id = ?"
RANKED = (
    "SELECT object_id FROM records_searchentry WHERE lexemes @@ to_tsquery('simple', ?) AND agency_id = ?"
    " AND kind = 'candidates.candidate' ORDER BY ts_rank(lexemes, to_tsquery('simple', ?)) DESC LIMIT 25"
    if POSTGRESQL
    else "SELECT s.object_id FROM records_search JOIN records_searchentry s ON s.id = records_search.rowid"
    " WHERE records_search MATCH ? ORDER BY bm25(records_search, 0.0, 10.0, 0.0, 0.0, 1.0) LIMIT 25"
)
BODIES = "SELECT object_id, body FROM records_searchentry WHERE kind = 'candidates.candidate' AND object_id IN"


@page
def search(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """The best 25 with one skill, in order, the word marked in each."""
    word = ask(SKILL, me[10], number)[0][0]
    scope = f'scope : "a{me[10]}" AND scope : "kcandidatescandidate" AND "{word}"'
    asked = (word, me[10], word) if POSTGRESQL else (scope,)
    found = [pk for (pk,) in ask(RANKED, *asked)]
    marks = ", ".join("?" * len(found))
    rows = {one[0]: one for one in ask(f"{CANDIDATES} AND c.id IN ({marks})", me[10], *found)}
    bodies = dict(ask(f"{BODIES} ({marks})", *found))
    drawn = with_skills(ask, [rows[pk] for pk in found if pk in rows])
    marked = "".join(f"<p>{e(bodies[pk][:300]).replace(word, f'<mark>{word}</mark>')}</p>" for pk in found)
    return f"{menu(me)}<table>{drawn}</table>{marked}"


MINE = "j.archived IS NULL AND j.status IN ('open', 'on_hold') AND (j.owner_id = ? OR o.owner_id = ?)"
ON_MINE = (
    "FROM jobs_job j JOIN clients_organization o ON o.id = j.organization_id JOIN pipeline_application a"
    " ON a.job_id = j.id JOIN candidates_candidate c ON c.id = a.candidate_id JOIN jobs_stage g ON g.id = a.stage_id"
)
ANSWERED = (
    f"SELECT s.id, s.decision, s.decided, c.first_name, c.last_name, j.title, o.name, g.name {ON_MINE}"
    f" JOIN pipeline_submission s ON s.application_id = a.id WHERE j.agency_id = ? AND {MINE}"
    " AND s.decision <> 'new' AND s.answer_seen IS NULL ORDER BY s.decided LIMIT 20"
)
STANDING = (
    f"SELECT a.id, a.stage_since, c.first_name, c.last_name, j.title, g.name {ON_MINE}"
    f" WHERE j.agency_id = ? AND {MINE} AND a.status = 'open' ORDER BY a.stage_since LIMIT 20"
)
ON_AGENCY = {
    f"{package}_{table}": "agency_id"
    for package, tables in {
        "pipeline": "interview offer permission revealrequest message candidatemessage",
        "jobs": "requisition",
        "portals": "jobchange colleaguerequest",
        "candidates": "profilechange",
        "records": "longtask",
        "messaging": "unreachable",
    }.items()
    for table in tables.split()
}


@page
def dashboard(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """What waits for a recruiter. The agency's figures are a part of their own."""
    waits = [*ask(ANSWERED, me[10], me[0], me[0]), *ask(STANDING, me[10], me[0], me[0])]
    rows = "".join(f"<li>{' '.join(f'<span>{e(str(part))}</span>' for part in row)}</li>" for row in waits)
    return f"{menu(me)}<ul>{rows}</ul><ul>{hanging(ask, ON_AGENCY, me[10])}</ul>"
