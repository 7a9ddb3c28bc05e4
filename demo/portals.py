"""The part of the story that client portals take part in: their look, requests for people, interviews, messages."""

from datetime import date
from decimal import Decimal
from typing import Any

from demo.clients import application_of, share_of, submission_of
from demo.dates import moment
from demo.story import Story
from portico.candidates.models import Candidate
from portico.jobs.models import Requisition
from portico.pipeline import arranging
from portico.pipeline.guests import GuestLink
from portico.pipeline.permissions import ask_permission
from portico.pipeline.revealing import ask_who
from portico.pipeline.submitting import change_submission
from portico.pipeline.threads import Message
from portico.portals import requesting
from portico.portals.approving import approve
from portico.portals.deciding import choose_decider
from portico.portals.job_changes import JobChange
from portico.portals.models import Portal, Seat
from portico.portals.welcoming import Colleague, invite_colleague
from portico.records.editing import shown

type Told = dict[str, Any]


def tell_of_portals(story: Story) -> None:
    """Everything that portals.json tells, each deed at its own time."""
    deeds = {
        "looks": give_look,
        "deciders": name_decider,
        "messages": write_message,
        "requisitions": ask_for_people,
        "job_changes": propose_change,
        "interviews": ask_to_meet,
        "picked": pick_time,
        "blind": hide_name,
        "asked_who": ask_for_name,
        "permissions": ask_candidate,
        "guests": forward,
        "colleagues": name_colleague,
    }
    for name, told in story.told("portals.json").items():
        for one in told:
            story.at(moment(one["at"]), deeds[name], story, one)


def portal_of(story: Story, organization: str) -> Portal:
    """A client's portal."""
    return Portal.objects.select_related("organization", "agency").get(
        agency=story.agency, organization__name=organization
    )


def give_look(story: Story, one: Told) -> None:
    """A recruiter gives a portal settings of its own."""
    by = story.anybody(one["by"])
    portal_of(story, one["organization"]).use_custom(on=True, by=by)
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in one["values"].items()}
    portal_of(story, one["organization"]).customize(values, seen="", by=by)


def name_decider(story: Story, one: Told) -> None:
    """A recruiter says whose answer counts."""
    seat = Seat.objects.select_related("member__user", "contact").get(contact=story.contact(one["who"]))
    choose_decider(share_of(story, one["job"]), seat, by=story.staff(one["by"]))


def write_message(story: Story, one: Told) -> None:
    """Client and agency write to each other about a candidate."""
    Message.send(submission_of(story, one), text=one["text"], by=story.anybody(one["by"]))


def ask_for_people(story: Story, one: Told) -> None:
    """A client asks for people; some requests went further."""
    by = story.anybody(one["by"])
    row = requesting.begin(by)
    for name, value in one["wants"].items():
        setattr(row, name, date.fromisoformat(value) if name == "start" else value)
    for name in ("pay_from", "pay_to"):
        value = one["wants"].get(name)
        setattr(row, name, Decimal(value) if value else None)
    row.save()
    if one.get("draft"):
        return
    requesting.hand_in(row, by=by)
    if "then" in one:
        story_goes_on(story, row, one["then"])


def story_goes_on(story: Story, row: Requisition, then: Told) -> None:
    """What the agency made of it."""
    by = story.staff(then["by"])
    row = Requisition.objects.select_related("organization", "requester", "agency").get(pk=row.pk)
    row.take_up(by=by)
    if then["what"] == "approve":
        approve(row, by=by, share=True)
    else:
        row.ask_changes(reason=then["reason"], by=by)


def propose_change(story: Story, one: Told) -> None:
    """A client proposes to change a job."""
    share = share_of(story, one["job"])
    seen = shown(share.job, list(one["changes"]))
    JobChange.propose(share, one["changes"], seen=seen, by=story.anybody(one["by"]), note=one.get("note", ""))


def ask_to_meet(story: Story, one: Told) -> None:
    """A client asks for an interview and offers times; the recruiter may hand them on."""
    by = story.anybody(one["by"])
    people = [arranging.Person(story.contact(mail).name, mail) for mail in one.get("people", [])]
    plan = arranging.Plan(
        title=one["title"],
        kind=one["kind"],
        place=one["place"],
        minutes=one["minutes"],
        zone=story.agency.zone,
        starts=[moment(start) for start in one["starts"]],
        remark=one.get("remark", ""),
        people=people,
    )
    interview = arranging.ask(submission_of(story, one), plan, by=by)
    if one.get("released"):
        interview.release(by=story.staff(one["released"]))


def pick_time(story: Story, one: Told) -> None:
    """The candidate takes one of the offered times."""
    interview = application_of(story, one).interviews.undecided().get()
    slot = interview.free_slots().order_by("start")[one["slot"]]
    candidate = Candidate.objects.select_related("member__user").get(agency=story.agency, email=one["candidate"])
    interview.pick(slot, by=candidate.member)


def hide_name(story: Story, one: Told) -> None:
    """A recruiter shows a candidate without a name from now on."""
    row = submission_of(story, one)
    papers = list(row.documents.all())
    words = {"summary": row.summary, "fields": row.fields, "documents": papers}
    change_submission(row, by=story.staff(one["by"]), blind=True, **words)


def ask_for_name(story: Story, one: Told) -> None:
    """A client wants to know who this is."""
    ask_who(submission_of(story, one), by=story.anybody(one["by"]), words=one["words"])


def ask_candidate(story: Story, one: Told) -> None:
    """A recruiter asks a candidate whether they may be put forward."""
    ask_permission(application_of(story, one), by=story.staff(one["by"]), client=one["client"])


def forward(story: Story, one: Told) -> None:
    """A client forwards a candidate to somebody without access."""
    GuestLink.send(submission_of(story, one), email=one["to"], note=one["note"], by=story.anybody(one["by"]))


def name_colleague(story: Story, one: Told) -> None:
    """A client admin asks to have a colleague let in."""
    names = {name: one[name] for name in ("first_name", "last_name", "email", "role")}
    invite_colleague(Colleague(**names), by=story.anybody(one["by"]))
