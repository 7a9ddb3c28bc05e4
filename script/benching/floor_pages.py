"""The least that each main page must ask and write."""

from collections.abc import Callable
from html import escape as e
from typing import Any

type Ask = Callable[..., list[Any]]
type Draw = Callable[[Ask, Any, int, Any], str]

PAGES: dict[str, Draw] = {}


def page(draw: Draw) -> Draw:
    """One of the pages, by its name."""
    PAGES[draw.__name__] = draw
    return draw


def menu(me: Any) -> str:
    """What stands above every page."""
    return f'<header><a href="/">{e(me[11])}</a><nav><a href="/a/">A</a><span>{e(me[5])}</span></nav></header>'


STAGES = (
    "SELECT id, name, kind, position FROM jobs_stage WHERE agency_id = ? AND archived IS NULL ORDER BY position, id"
)
SHARE = (
    "SELECT h.id, j.id, j.title, j.status, j.location, j.description, j.openings, h.status, h.fields, o.name,"
    ' p."values"'
    " FROM portals_jobshare h JOIN jobs_job j ON j.id = h.job_id JOIN portals_portal p ON p.id = h.portal_id"
    " JOIN clients_organization o ON o.id = p.organization_id JOIN portals_seat s ON s.portal_id = p.id"
    " WHERE h.id = ? AND s.member_id = ? AND h.status = 'live' AND p.active"
)
SHOWN = (
    "SELECT s.id, s.decision, s.status, s.submitted, s.summary, a.stage_id, a.stage_since, c.first_name, c.last_name,"
    " c.title, c.employer, c.city, v.rating, w.last FROM pipeline_submission s"
    " JOIN pipeline_application a ON a.id = s.application_id JOIN candidates_candidate c ON c.id = a.candidate_id"
    " LEFT JOIN pipeline_verdict v ON v.submission_id = s.id AND v.member_id = ?"
    " LEFT JOIN pipeline_submissionview w ON w.submission_id = s.id AND w.member_id = ?"
    " WHERE s.share_id = ? AND s.status NOT IN ('proposed', 'withdrawn') ORDER BY a.stage_since"
)
SETTINGS = 'SELECT "values" FROM portals_portaldefaults WHERE agency_id = ?'


@page
def board(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """A client's board."""
    share = ask(SHARE, number, me[0])[0]
    ask(SETTINGS, me[10])
    columns = {stage[0]: (stage, list[str]()) for stage in ask(STAGES, me[10])}
    for pk, decision, status, at, summary, stage, since, first, last, title, employer, city, rating, seen in ask(
        SHOWN, me[0], me[0], number
    ):
        columns[stage][1].append(
            f'<li id="s{pk}" class="{decision} {status}"><a href="/client/submissions/{pk}/">{e(first)} {e(last)}</a>'
            f"<p>{e(title)} at {e(employer)}</p><p>{e(city)}</p><p>{e(summary)}</p><time>{since}</time>"
            f'<time datetime="{at}">{at}</time><span>{rating or ""}</span><span>{"" if seen else "new"}</span></li>'
        )
    drawn = "".join(
        f"<section><h2>{e(stage[1])} {len(cards)}</h2><ol>{''.join(cards)}</ol></section>"
        for stage, cards in columns.values()
    )
    return f"{menu(me)}<h1>{e(share[2])}</h1><p>{e(share[4])}</p><p>{e(share[5])}</p>{drawn}"


JOB = (
    "SELECT j.id, j.title, j.status, j.location, j.city, j.description, j.openings, j.pay_from, j.pay_to, j.added,"
    " o.id, o.name, c.first_name, c.last_name, u.name FROM jobs_job j"
    " JOIN clients_organization o ON o.id = j.organization_id"
    " LEFT JOIN clients_contact c ON c.id = j.primary_contact_id LEFT JOIN agencies_member m ON m.id = j.owner_id"
    " LEFT JOIN agencies_user u ON u.id = m.user_id WHERE j.id = ? AND j.agency_id = ?"
)
RUNS = (
    "SELECT a.id, a.stage_id, a.stage_since, a.source, c.id, c.first_name, c.last_name, c.title, c.employer, c.city,"
    " s.id, s.decision, s.status FROM pipeline_application a JOIN candidates_candidate c ON c.id = a.candidate_id"
    " LEFT JOIN pipeline_submission s ON s.application_id = a.id"
    " WHERE a.job_id = ? AND a.status = 'open' ORDER BY a.stage_since"
)
ON_SHARES = (
    "SELECT h.id, h.status, h.shared, o.name FROM portals_jobshare h JOIN portals_portal p ON p.id = h.portal_id"
    " JOIN clients_organization o ON o.id = p.organization_id WHERE h.job_id = ?"
)
NOTES = (
    "SELECT id, author_name, text, written FROM records_note"
    " WHERE kind = ? AND object_id = ? ORDER BY written DESC LIMIT 50"
)
FILES = (
    "SELECT id, name, document_kind, size, added FROM records_document"
    " WHERE kind = ? AND object_id = ? AND archived IS NULL ORDER BY added DESC"
)
EVENTS = (
    "SELECT v.verb, v.by_name, v.at, v.details FROM records_eventsubject s JOIN records_event v ON v.id = s.event_id"
    " WHERE s.kind = ? AND s.object_id = ? ORDER BY s.at DESC LIMIT 50"
)


def attached(ask: Ask, kind: str, number: int) -> str:
    """Notes, files and the timeline of a record."""
    notes = "".join(f"<li><b>{e(by)}</b> {at}<p>{e(text)}</p></li>" for _, by, text, at in ask(NOTES, kind, number))
    files = "".join(
        f'<li><a href="/desk/documents/{pk}/">{e(name)}</a> {sort} {size} {at}</li>'
        for pk, name, sort, size, at in ask(FILES, kind, number)
    )
    events = "".join(
        f"<li>{e(verb)} {e(by)} <time>{at}</time> {e(str(details))}</li>"
        for verb, by, at, details in ask(EVENTS, kind, number)
    )
    return f"<ul>{notes}</ul><ul>{files}</ul><ol>{events}</ol>"


@page
def pipeline(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """A job on the desk, with everybody in process."""
    job = ask(JOB, number, me[10])[0]
    shares = "".join(f"<li>{e(name)} {status} {at}</li>" for _, status, at, name in ask(ON_SHARES, number))
    columns = {stage[0]: (stage, list[str]()) for stage in ask(STAGES, me[10])}
    for pk, stage, since, source, who, first, last, title, employer, city, shown, decision, state in ask(RUNS, number):
        columns[stage][1].append(
            f'<li id="a{pk}"><a href="/desk/candidates/{who}/">{e(first)} {e(last)}</a>'
            f"<p>{e(title)} at {e(employer)}</p><p>{e(city)}</p><p>{e(source)}</p><time>{since}</time>"
            f'<a href="/desk/applications/{pk}/">{decision if shown else ""} {state or ""}</a></li>'
        )
    drawn = "".join(
        f"<section><h2>{e(stage[1])} {len(cards)}</h2><ol>{''.join(cards)}</ol></section>"
        for stage, cards in columns.values()
    )
    facts = "".join(f"<dd>{e(str(fact))}</dd>" for fact in job)
    return f"{menu(me)}<h1>{e(job[1])}</h1><dl>{facts}</dl><ul>{shares}</ul>{drawn}{attached(ask, 'jobs.job', number)}"
