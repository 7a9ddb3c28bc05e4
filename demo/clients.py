"""The part of the story that clients take part in: shares, submissions, answers and moves."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from demo.dates import moment
from demo.story import Story
from portico.agencies.roles import Side
from portico.jobs.stages import Stage
from portico.pipeline.models import Application, Submission
from portico.pipeline.submitting import notify_clients, submit
from portico.portals.fields import USUAL
from portico.portals.models import JobShare, Seat
from portico.portals.sharing import share_job
from portico.records.models import Document

TOGETHER = timedelta(hours=3)
"""Candidates submitted in so short a time are told of in one mail."""
NOTED = timedelta(hours=3)
"""How long a recruiter takes to note an answer."""
ANSWERS = {"approve": "approve", "reject": "decline", "keep_in_view": "keep_in_view"}

type Told = dict[str, Any]


def tell_of_submissions(story: Story, unnoted_since: datetime) -> None:
    """Everything about submitted candidates. Answers since `unnoted_since` still wait for a recruiter."""
    told: list[Told] = story.told("submissions.json")
    by_job: dict[str, list[Told]] = defaultdict(list)
    for one in sorted(told, key=lambda one: one["at"]):
        by_job[one["job"]].append(one)
    for job, submissions in by_job.items():
        begin = moment(submissions[0]["at"]) - timedelta(minutes=25)
        story.at(begin, share, story, job, submissions[0]["by"])
        times = [moment(one["at"]) for one in submissions]
        for one, at, following in zip(submissions, times, [*times[1:], None], strict=True):
            story.at(at, present, story, one)
            if following is None or following - at > TOGETHER:
                story.at(at + timedelta(minutes=6), notify, story, one)
    for one in told:
        for reaction in one["reactions"]:
            story.at(moment(reaction["at"]) - timedelta(minutes=4), look, story, one, reaction)
            story.at(moment(reaction["at"]), react, story, one, reaction)
        for move in one["moves"]:
            story.at(moment(move["at"]), take_step, story, one, move)
        done = [moment(deed["at"]) for deed in [*one["reactions"], *one["moves"]] if deed["by"] != one["by"]]
        noted = [at for at in done if at < unnoted_since]
        if noted:
            story.at(max(noted) + NOTED, note_answer, story, one)


def share(story: Story, reference: str, by: str) -> None:
    """The recruiter puts the job onto the client's portal; who sees chosen jobs only, sees it if it was chosen."""
    recruiter = story.staff(by)
    shared = share_job(story.job(reference), by=recruiter, fields=[*USUAL, "summary"], downloads=reference == "J-2001")
    for person in story.told("people.json")["client_contacts"]:
        if reference in person.get("jobs", []):
            seat = Seat.objects.select_related("contact").get(contact=story.contact(person["email"]))
            seat.set_scope(all_jobs=False, shares=[*seat.shares.all(), shared], by=recruiter)


def share_of(story: Story, reference: str) -> JobShare:
    """The share of a job."""
    rows = JobShare.objects.select_related("job__organization", "portal__organization", "agency")
    return rows.get(agency=story.agency, job__reference=reference)


def application_of(story: Story, one: Told) -> Application:
    """The run that a submission is about."""
    rows = Application.objects.select_related("candidate", "job__owner__user", "job__organization", "stage", "agency")
    return rows.get(agency=story.agency, candidate__email=one["candidate"], job__reference=one["job"])


def submission_of(story: Story, one: Told) -> Submission:
    """The submission itself, as it stands."""
    rows = Submission.objects.select_related(
        "application__candidate",
        "application__job__owner__user",
        "application__stage",
        "share__portal__organization",
        "agency",
    )
    return rows.get(
        agency=story.agency, application__candidate__email=one["candidate"], application__job__reference=one["job"]
    )


def present(story: Story, one: Told) -> None:
    """The recruiter shows a candidate to the client, in words and with papers chosen for them."""
    application = application_of(story, one)
    papers = Document.objects.on(application.candidate).filter(name__in=one["documents"])
    submit(
        application,
        share_of(story, one["job"]),
        by=story.staff(one["by"]),
        summary=one["summary"],
        documents=papers,
        fields=one["fields"],
    )


def notify(story: Story, one: Told) -> None:
    """The client's people are mailed that there is somebody to look at."""
    notify_clients(share_of(story, one["job"]), [submission_of(story, one)], by=story.staff(one["by"]))


def look(story: Story, one: Told, reaction: Told) -> None:
    """A client contact opens the candidate's page."""
    submission_of(story, one).was_viewed(by=story.anybody(reaction["by"]))


def react(story: Story, one: Told, reaction: Told) -> None:
    """A client contact says what they think."""
    submission, by = submission_of(story, one), story.anybody(reaction["by"])
    said: dict[str, Any] = {"by": by, "remark": reaction["remark"], "rating": reaction["rating"]}
    answer = ANSWERS.get(reaction["decision"])
    if answer == "decline":
        said["reason"] = reaction["reason"]
    getattr(submission, answer or "remark")(**said)


def take_step(story: Story, one: Told, step: Told) -> None:
    """Somebody moves the candidate: the client on the portal, or the recruiter at the desk."""
    by = story.anybody(step["by"])
    stage = Stage.objects.get(agency=story.agency, name=step["stage"])
    moved: Any = submission_of(story, one) if by.side == Side.CLIENT else application_of(story, one)
    moved.move(to=stage, by=by, remark=step["remark"])


def note_answer(story: Story, one: Told) -> None:
    """The recruiter takes note of what the client did."""
    submission_of(story, one).note_answer(by=story.staff(one["by"]))
