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


def marks(values: list[Any]) -> str:
    """A place for each of them."""
    return ", ".join("?" * len(values))


@page
def search(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """The best 25 with one skill, in order, the word marked in each."""
    word = ask(SKILL, me[10], number)[0][0]
    scope = f'scope : "a{me[10]}" AND scope : "kcandidatescandidate" AND "{word}"'
    asked = (word, me[10], word) if POSTGRESQL else (scope,)
    found = [pk for (pk,) in ask(RANKED, *asked)]
    rows = {one[0]: one for one in ask(f"{CANDIDATES} AND c.id IN ({marks(found)})", me[10], *found)}
    bodies = dict(ask(f"{BODIES} ({marks(found)})", *found))
    drawn = with_skills(ask, [rows[pk] for pk in found if pk in rows])
    marked = "".join(f"<p>{e(bodies[pk][:300]).replace(word, f'<mark>{word}</mark>')}</p>" for pk in found)
    return f"{menu(me)}<table>{drawn}</table>{marked}"


MINE = (
    "SELECT id FROM jobs_job WHERE agency_id = ? AND archived IS NULL AND status IN ('open', 'on_hold')"
    " AND (owner_id = ? OR owner_id IS NULL OR id IN (SELECT job_id FROM jobs_job_team WHERE member_id = ?))"
)
"""The jobs somebody looks after: all else is found from them. `coalesce` keeps SQLite from walking everybody by age."""
NAMES = (
    "c.first_name, c.last_name, j.title, g.name FROM pipeline_application a JOIN jobs_job j ON j.id = a.job_id"
    " JOIN candidates_candidate c ON c.id = a.candidate_id JOIN jobs_stage g ON g.id = a.stage_id"
)
OLDEST = (
    "SELECT id FROM pipeline_application WHERE job_id IN ({}) AND status = 'open'"
    " ORDER BY coalesce(stage_since, stage_since) LIMIT 40"
)
ANSWERED = (
    "SELECT s.id, s.application_id, s.decision, s.decided FROM pipeline_application a JOIN pipeline_submission s"
    " ON s.application_id = a.id WHERE a.job_id IN ({}) AND s.status = 'decided' AND s.answer_seen IS NULL"
    " ORDER BY coalesce(s.decided, s.decided) LIMIT 20"
)
UNANSWERED = (
    "SELECT h.id, min(s.submitted), count(*) FROM portals_jobshare h JOIN pipeline_submission s ON s.share_id = h.id"
    " WHERE h.job_id IN ({}) AND h.status = 'live' AND s.decision = 'new' GROUP BY h.id"
)
MOVED = (
    "SELECT v.application_id, max(v.at) FROM pipeline_application a JOIN pipeline_move v ON v.application_id = a.id"
    " JOIN agencies_member b ON b.id = v.by_id"
    " WHERE a.job_id IN ({}) AND a.status = 'open' AND b.side = 'client' GROUP BY v.application_id LIMIT 20"
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
    jobs = [pk for (pk,) in ask(MINE, me[10], me[0], me[0])]
    waits = [ask(sql.format(marks(jobs)), *jobs) for sql in (ANSWERED, OLDEST, UNANSWERED, MOVED)]
    runs = [row[1] for row in waits[0]] + [pk for (pk,) in waits[1]]
    names = ask(f"SELECT a.id, a.stage_since, {NAMES} WHERE a.id IN ({marks(runs)})", *runs) if runs else []
    rows = "".join(
        f"<li>{' '.join(f'<span>{e(str(part))}</span>' for part in row)}</li>"
        for found in (*waits, names)
        for row in found
    )
    return f"{menu(me)}<ul>{rows}</ul><ul>{hanging(ask, ON_AGENCY, me[10])}</ul>"
