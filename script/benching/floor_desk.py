"""The least that the desk's pages must ask and write."""

from html import escape as e
from typing import Any

from script.benching.floor_parts import STAGES, Ask, attached, boards, hanging, menu, page

JOB = (
    "SELECT j.id, j.title, j.status, j.location, j.city, j.description, j.openings, j.pay_from, j.pay_to, j.added,"
    " o.id, o.name, c.first_name, c.last_name, u.name FROM jobs_job j"
    " JOIN clients_organization o ON o.id = j.organization_id"
    " LEFT JOIN clients_contact c ON c.id = j.primary_contact_id LEFT JOIN agencies_member m ON m.id = j.owner_id"
    " LEFT JOIN agencies_user u ON u.id = m.user_id WHERE j.id = ? AND j.agency_id = ?"
)
RUNS = (
    "SELECT a.id, a.stage_id, a.stage_since, a.source, c.id, c.first_name, c.last_name, c.title, c.employer, c.city,"
    " s.id, s.decision, s.status FROM (SELECT *, row_number() OVER (PARTITION BY stage_id"
    " ORDER BY stage_since DESC, id DESC) AS place FROM pipeline_application WHERE job_id = ? AND status = 'open') a"
    " JOIN candidates_candidate c ON c.id = a.candidate_id LEFT JOIN pipeline_submission s ON s.application_id = a.id"
    " WHERE a.place <= 8 ORDER BY a.stage_since DESC, a.id DESC"
)
SKILLS_OF_JOB = (
    "SELECT a.candidate_id, k.name FROM pipeline_application a JOIN candidates_candidate_skills x"
    " ON x.candidate_id = a.candidate_id JOIN candidates_skill k ON k.id = x.skill_id"
    " WHERE a.job_id = ? AND a.status = 'open'"
)
COUNTS = "SELECT stage_id, count(*) FROM pipeline_application WHERE job_id = ? AND status = 'open' GROUP BY stage_id"
ON_SHARES = (
    "SELECT h.id, h.status, h.shared, o.name FROM portals_jobshare h JOIN portals_portal p ON p.id = h.portal_id"
    " JOIN clients_organization o ON o.id = p.organization_id WHERE h.job_id = ?"
)
ON_JOB = {"jobs_job_team": "job_id", "jobs_advert": "job_id", "jobs_requisition": "job_id"}


@page
def pipeline(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """A job on the desk, with everybody in process."""
    job = ask(JOB, number, me[10])[0]
    shares = "".join(f"<li>{e(name)} {status} {at}</li>" for _, status, at, name in ask(ON_SHARES, number))
    hung, skills = hanging(ask, ON_JOB, number), dict[int, str]()
    for who, name in ask(SKILLS_OF_JOB, number):
        skills[who] = f"{skills.get(who, '')} {e(name)}"
    stages = {stage[0]: (stage, list[str]()) for stage in ask(STAGES, me[10])}
    ask(COUNTS, number)
    for pk, stage, since, source, who, first, last, title, employer, city, shown, decision, state in ask(RUNS, number):
        stages[stage][1].append(
            f'<li id="a{pk}"><a href="/desk/candidates/{who}/">{e(first)} {e(last)}</a>'
            f"<p>{e(title)} at {e(employer)}</p><p>{e(city)}</p><p>{skills.get(who, '')}</p><p>{e(source)}</p>"
            f'<time>{since}</time><a href="/desk/applications/{pk}/">{decision if shown else ""} {state or ""}</a></li>'
        )
    facts = "".join(f"<dd>{e(str(fact))}</dd>" for fact in job)
    below = attached(ask, "jobs.job", number)
    return f"{menu(me)}<h1>{e(job[1])}</h1><dl>{facts}</dl><ul>{shares}{hung}</ul>{boards(stages)}{below}"


JOBS = (
    "SELECT j.id, j.title, j.status, j.changed, o.id, o.name, u.name, (SELECT count(*) FROM pipeline_application a"
    " WHERE a.job_id = j.id AND a.status = 'open'), EXISTS(SELECT 1 FROM portals_jobshare h WHERE h.job_id = j.id"
    " AND h.status = 'live') FROM jobs_job j JOIN clients_organization o ON o.id = j.organization_id"
    " LEFT JOIN agencies_member m ON m.id = j.owner_id LEFT JOIN agencies_user u ON u.id = m.user_id"
    " WHERE j.agency_id = ? AND j.archived IS NULL ORDER BY j.changed DESC, j.id DESC LIMIT 51"
)
COUNT_JOBS = "SELECT count(*) FROM (SELECT 1 FROM jobs_job WHERE agency_id = ? AND archived IS NULL LIMIT 10001) c"


@page
def jobs(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """The desk's list of jobs."""
    rows = "".join(
        f'<tr><td><a href="/desk/jobs/{pk}/">{e(title)}</a></td><td><a href="/desk/organizations/{at}/">{e(client)}</a>'
        f"</td><td>{status}</td><td>{count}</td><td>{shared}</td><td>{e(owner or '')}</td><td>{changed}</td></tr>"
        for pk, title, status, changed, at, client, owner, count, shared in ask(JOBS, me[10])[:50]
    )
    count = ask(COUNT_JOBS, me[10])[0][0]
    return f"{menu(me)}<p>{count}</p><table>{rows}</table>"


CANDIDATES = (
    "SELECT c.id, c.first_name, c.last_name, c.email, c.title, c.employer, c.city, c.added, u.name,"
    " (SELECT count(*) FROM pipeline_application a WHERE a.candidate_id = c.id AND a.status = 'open')"
    " FROM candidates_candidate c LEFT JOIN agencies_member m ON m.id = c.owner_id"
    " LEFT JOIN agencies_user u ON u.id = m.user_id WHERE c.agency_id = ? AND c.archived IS NULL"
    " AND c.merged_into_id IS NULL"
)
LATEST = f"{CANDIDATES} ORDER BY c.added DESC, c.id DESC LIMIT 51"
TAGS = "SELECT key, name FROM records_tag WHERE agency_id = ? ORDER BY key"


def with_skills(ask: Ask, found: list[Any]) -> str:
    """Rows of candidates, each with what they can do."""
    marks, known = ", ".join("?" * len(found)), dict[int, str]()
    sql = (
        "SELECT x.candidate_id, k.name FROM candidates_candidate_skills x JOIN candidates_skill k ON k.id = x.skill_id"
        f" WHERE x.candidate_id IN ({marks})"
    )
    for pk, name in ask(sql, *(one[0] for one in found)) if found else ():
        known[pk] = f"{known.get(pk, '')} {e(name)}"
    return "".join(
        f'<tr><td><a href="/desk/candidates/{pk}/">{e(first)} {e(last)}</a></td><td>{e(mail)}</td>'
        f"<td>{e(title)} at {e(employer)}</td><td>{e(city)}</td><td>{known.get(pk, '')}</td><td>{added}</td>"
        f"<td>{e(owner or '')}</td><td>{count}</td></tr>"
        for pk, first, last, mail, title, employer, city, added, owner, count in found
    )


@page
def candidates(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """The desk's list of candidates."""
    rows = with_skills(ask, ask(LATEST, me[10])[:50])
    ask(TAGS, me[10])
    return f"{menu(me)}<table>{rows}</table>"


ON_CANDIDATE = {
    f"{package}_{table}": "candidate_id"
    for package, tables in {
        "candidates": "education experience spokenlanguage credential absence confirmation profilechange consent"
        " updaterequest candidate_tags",
        "pipeline": "candidatemessage",
        "clients": "contact",
    }.items()
    for table in tables.split()
}
ONE = (
    "SELECT c.*, u.name FROM candidates_candidate c LEFT JOIN agencies_member m ON m.id = c.owner_id"
    " LEFT JOIN agencies_user u ON u.id = m.user_id WHERE c.id = ? AND c.agency_id = ?"
)
SKILLS = (
    "SELECT k.name FROM candidates_candidate_skills x JOIN candidates_skill k ON k.id = x.skill_id"
    " WHERE x.candidate_id = ? ORDER BY k.name"
)
ON_JOBS = (
    "SELECT a.id, a.status, a.stage_since, g.name, j.id, j.title, o.name, s.id, s.status, s.decision, s.submitted"
    " FROM pipeline_application a JOIN jobs_stage g ON g.id = a.stage_id JOIN jobs_job j ON j.id = a.job_id"
    " JOIN clients_organization o ON o.id = j.organization_id"
    " LEFT JOIN pipeline_submission s ON s.application_id = a.id WHERE a.candidate_id = ? ORDER BY a.stage_since DESC"
)
ALIKE = "SELECT id FROM candidates_candidate WHERE agency_id = ? AND email_key = ? AND id <> ?"


@page
def candidate(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """A candidate's page on the desk."""
    one = ask(ONE, number, me[10])[0]
    facts = "".join(f"<dd>{e(str(fact))}</dd>" for fact in one)
    skills = "".join(f"<li>{e(name)}</li>" for (name,) in ask(SKILLS, number))
    runs = "".join(f"<li>{' '.join(e(str(part)) for part in run)}</li>" for run in ask(ON_JOBS, number))
    ask(ALIKE, me[10], "", number)
    hung = hanging(ask, ON_CANDIDATE, number)
    papers = attached(ask, "candidates.candidate", number)
    return f"{menu(me)}<dl>{facts}</dl><ul>{skills}</ul><ul>{runs}</ul><ul>{hung}</ul>{papers}"
