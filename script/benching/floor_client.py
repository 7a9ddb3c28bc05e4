"""The least that the client's pages must ask and write."""

from html import escape as e
from typing import Any

from script.benching.floor_parts import STAGES, Ask, boards, hanging, menu, page

SHARE = (
    "SELECT h.id, j.id, j.title, j.status, j.location, j.description, j.openings, h.status, h.fields, o.name"
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
SKILLED = (
    "SELECT s.id, k.name FROM pipeline_submission s JOIN pipeline_application a ON a.id = s.application_id"
    " JOIN candidates_candidate_skills x ON x.candidate_id = a.candidate_id"
    " JOIN candidates_skill k ON k.id = x.skill_id WHERE s.share_id = ?"
)
SETTINGS = 'SELECT "values" FROM portals_portaldefaults WHERE agency_id = ?'


@page
def board(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """A client's board."""
    share = ask(SHARE, number, me[0])[0]
    ask(SETTINGS, me[10])
    stages = {stage[0]: (stage, list[str]()) for stage in ask(STAGES, me[10])}
    skills: dict[int, str] = {}
    for pk, name in ask(SKILLED, number):
        skills[pk] = f"{skills.get(pk, '')} {e(name)}"
    for pk, decision, status, at, summary, stage, since, first, last, title, employer, city, rating, seen in ask(
        SHOWN, me[0], me[0], number
    ):
        stages[stage][1].append(
            f'<li id="s{pk}" class="{decision} {status}"><a href="/client/submissions/{pk}/">{e(first)} {e(last)}</a>'
            f"<p>{e(title)} at {e(employer)}</p><p>{e(city)}</p><p>{skills.get(pk, '')}</p><p>{e(summary)}</p>"
            f'<time>{since}</time><time datetime="{at}">{at}</time><span>{rating or ""}</span>'
            f"<span>{'' if seen else 'new'}</span></li>"
        )
    return f"{menu(me)}<h1>{e(share[2])}</h1><p>{e(share[4])}</p><p>{e(share[5])}</p>{boards(stages)}"


JOBS = (
    "SELECT h.id, j.title, j.status, j.location, j.openings, h.shared, count(s.id),"
    " sum(CASE WHEN s.decision = 'new' THEN 1 ELSE 0 END) FROM portals_seat t JOIN portals_portal p"
    " ON p.id = t.portal_id AND p.active JOIN portals_jobshare h ON h.portal_id = p.id AND h.status = 'live'"
    " JOIN jobs_job j ON j.id = h.job_id AND j.archived IS NULL LEFT JOIN pipeline_submission s ON s.share_id = h.id"
    " AND s.status NOT IN ('proposed', 'withdrawn') WHERE t.member_id = ?"
    " GROUP BY h.id, j.id ORDER BY h.shared DESC LIMIT 50"
)
STAGED = (
    "SELECT s.share_id, a.stage_id, count(*) FROM portals_seat t JOIN portals_jobshare h ON h.portal_id = t.portal_id"
    " JOIN pipeline_submission s ON s.share_id = h.id JOIN pipeline_application a ON a.id = s.application_id"
    " WHERE t.member_id = ? GROUP BY s.share_id, a.stage_id"
)
CONSULTANT = (
    "SELECT c.first_name, o.name, u.name, u.email FROM clients_contact c JOIN clients_organization o"
    " ON o.id = c.organization_id LEFT JOIN agencies_member m ON m.id = o.owner_id"
    " LEFT JOIN agencies_user u ON u.id = m.user_id WHERE c.member_id = ?"
)


@page
def client_jobs(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """A client's jobs, with how many stand where."""
    ask(SETTINGS, me[10])
    names = {stage[0]: stage[1] for stage in ask(STAGES, me[10])}
    staged: dict[int, str] = {}
    for share, stage, count in ask(STAGED, me[0]):
        staged[share] = f"{staged.get(share, '')}<li>{e(names[stage])} {count}</li>"
    rows = "".join(
        f'<li><a href="/client/jobs/{pk}/">{e(title)}</a><p>{status}</p><p>{e(place)}</p><p>{openings}</p>'
        f"<time>{shared}</time><b>{count}</b><i>{new}</i><ul>{staged.get(pk, '')}</ul></li>"
        for pk, title, status, place, openings, shared, count, new in ask(JOBS, me[0])
    )
    ours = "".join(f"<p>{e(str(part))}</p>" for part in ask(CONSULTANT, me[0])[0])
    return f"{menu(me)}<ul>{rows}</ul>{ours}"


ONE = (
    "SELECT s.id, s.status, s.decision, s.summary, s.fields, s.submitted, c.first_name, c.last_name, c.headline,"
    " c.title, c.employer, c.city, c.country, c.languages, c.availability, j.id, j.title, h.id, a.id, c.id, g.name"
    " FROM pipeline_submission s JOIN pipeline_application a ON a.id = s.application_id"
    " JOIN candidates_candidate c ON c.id = a.candidate_id JOIN jobs_job j ON j.id = a.job_id"
    " JOIN jobs_stage g ON g.id = a.stage_id JOIN portals_jobshare h ON h.id = s.share_id AND h.status = 'live'"
    " JOIN portals_seat t ON t.portal_id = h.portal_id WHERE s.id = ? AND t.member_id = ?"
)
SKILLS = (
    "SELECT k.name FROM candidates_candidate_skills x JOIN candidates_skill k ON k.id = x.skill_id"
    " WHERE x.candidate_id = ? ORDER BY k.name"
)
SHEETS = (
    "SELECT d.id, d.name, i.number, i.width, i.height FROM pipeline_submissiondocument x"
    " JOIN records_document d ON d.id = x.document_id LEFT JOIN records_pageimage i ON i.document_id = d.id"
    " WHERE x.submission_id = ? AND d.archived IS NULL ORDER BY x.position, i.number"
)
SAID = (
    "SELECT v.rating, v.answer, v.remark, v.at, u.name FROM pipeline_verdict v"
    " JOIN agencies_member m ON m.id = v.member_id JOIN agencies_user u ON u.id = m.user_id WHERE v.submission_id = ?"
)
STEPS = (
    "SELECT v.at, v.remark, v.by_name, g.name FROM pipeline_move v JOIN jobs_stage g ON g.id = v.to_stage_id"
    " WHERE v.application_id = ? ORDER BY v.at"
)
OTHERS = (
    "SELECT s.id, c.first_name, c.last_name, s.decision, a.stage_id FROM pipeline_submission s"
    " JOIN pipeline_application a ON a.id = s.application_id JOIN candidates_candidate c ON c.id = a.candidate_id"
    " WHERE s.share_id = ? AND s.status NOT IN ('proposed', 'withdrawn')"
)
LOOKED = "SELECT count(*) FROM pipeline_submissionview WHERE member_id = ? AND last > ?"
ON_SUBMISSION = {
    "pipeline_message": "submission_id",
    "pipeline_messagelook": "submission_id",
    "pipeline_interview": "submission_id",
    "pipeline_guestlink": "submission_id",
    "pipeline_revealrequest": "submission_id",
}


@page
def submission(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """One candidate before a client."""
    one = ask(ONE, number, me[0])[0]
    ask(SETTINGS, me[10])
    ask(LOOKED, me[0], stamp)
    skills = ", ".join(e(name) for (name,) in ask(SKILLS, one[19]))
    sheets = "".join(
        f'<img src="/client/documents/{pk}/pages/{n}/" alt="{e(name)}" width="{wide}" height="{high}">'
        for pk, name, n, wide, high in ask(SHEETS, number)
    )
    said = "".join(f"<li>{rate} {yes} {e(text)} {at} {e(by)}</li>" for rate, yes, text, at, by in ask(SAID, number))
    steps = "".join(f"<li>{at} {e(remark)} {e(by)} {e(stage)}</li>" for at, remark, by, stage in ask(STEPS, one[18]))
    others = "".join(
        f'<a href="/client/submissions/{pk}/">{e(first)} {e(last)}</a>' for pk, first, last, *_ in ask(OTHERS, one[17])
    )
    stages = "".join(f"<option>{e(stage[1])}</option>" for stage in ask(STAGES, me[10]))
    facts = "".join(f"<dd>{e(str(fact))}</dd>" for fact in one)
    hung = hanging(ask, ON_SUBMISSION, number)
    return f"{menu(me)}<dl>{facts}</dl>{skills}{sheets}<ul>{said}</ul><ul>{steps}</ul>{others}{stages}<ul>{hung}</ul>"
