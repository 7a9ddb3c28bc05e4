"""What an import cannot bring: people invited and joining, jobs shared, candidates submitted, clients answering.

Every deed goes through the verb that a person's press of a button would call, at its own time.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from demo.dates import moment
from portico.access import inviting
from portico.access.models import AccessLink, Purpose
from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Role, Side
from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.kit.times import at_time
from portico.portals.inviting import change_contact, invite_contact
from portico.records.editing import shown
from portico.records.lifecycle import become

WEEK = timedelta(days=7)


@dataclass
class Story:
    """Deeds of one agency's world, each with its time; played in the order of time."""

    agency: Agency
    folder: Path
    deeds: list[tuple[datetime, int, partial[object]]] = field(default_factory=list)

    def at(self, when: datetime, deed: Callable[..., object], *given: Any) -> None:
        """Something will happen then."""
        self.deeds.append((when, len(self.deeds), partial(deed, *given)))

    def play(self) -> int:
        """Let everything happen; returns how many deeds that were."""
        for when, _number, deed in sorted(self.deeds, key=lambda one: one[:2]):
            with at_time(when):
                deed()
        return len(self.deeds)

    def told(self, name: str) -> Any:
        """One of the story's files."""
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def staff(self, email: str) -> Member:
        """A teammate."""
        return Member.objects.select_related("user", "agency").get(
            agency=self.agency, user__email=email, side=Side.STAFF
        )

    def anybody(self, email: str) -> Member:
        """A teammate or a client contact."""
        members = Member.objects.select_related("user", "agency").filter(agency=self.agency, user__email=email)
        return members.exclude(side=Side.CANDIDATE).get()

    def contact(self, email: str) -> Contact:
        """A contact of the agency."""
        return Contact.objects.select_related("organization", "member__user").get(agency=self.agency, email=email)

    def job(self, reference: str) -> Job:
        """A job of the agency."""
        jobs = Job.objects.select_related("organization", "primary_contact", "owner")
        return jobs.get(agency=self.agency, reference=reference)


def found_agency(folder: Path, site: str, at: datetime) -> Agency:
    """The agency itself and its people, who all joined on the first day."""
    told = json.loads((folder / "people.json").read_text(encoding="utf-8"))
    about = told["agency"]
    with at_time(at):
        agency = Agency.objects.create(
            name=about["name"],
            host=about["host"],
            site=site,
            zone=about["timezone"],
            currency=about["currency"],
            sender_email=about["sender"],
            reply_to=about["sender"],
            brand_color=about["color"],
        )
        owner = None
        for person in told["staff"]:
            owner = join_staff(agency, person, owner) or owner
    return agency


def join_staff(agency: Agency, person: dict[str, Any], by: Member | None) -> Member | None:
    """One teammate; returns them if they are the owner. They need no mails: they were there before Portico."""
    member = inviting.place_for(agency, person["email"], person["name"], Side.STAFF, Role(person["role"]), by)
    member.joined = member.created
    member.save(update_fields=["joined"])
    become(member, Member.Status.ACTIVE, by=member, person=person["name"])
    return member if person["role"] == Role.OWNER else None


def tell_of_people(story: Story) -> None:
    """Invitations and what came of them."""
    told = story.told("people.json")
    for person in told["client_contacts"]:
        invited = moment(person["invited"])
        story.at(invited, invite_client, story, person)
        if "joined" in person:
            story.at(moment(person["joined"]), join_client, story, person)
        elif invited + WEEK < moment(told["agency"]["anchor"] + " 20:00"):
            story.at(invited + WEEK + timedelta(minutes=4), let_expire, story, person)
        if "moved" in person:
            story.at(moment(person["moved"]), move_house, story, person)
    for person in told["candidates"]:
        story.at(moment(person["invited"]), invite_candidate, story, person)
        story.at(moment(person["joined"]), join_candidate, story, person)


def invite_client(story: Story, person: dict[str, Any]) -> None:
    """A recruiter presses "Invite to Client Portal"."""
    by, chosen = story.staff(person["by"]), "jobs" in person
    invite_contact(story.contact(person["email"]), by=by, role=Role(person["role"]), all_jobs=not chosen)


def join_client(story: Story, person: dict[str, Any]) -> None:
    """The contact comes in."""
    accept(story.contact(person["email"]).member)


def let_expire(story: Story, person: dict[str, Any]) -> None:
    """The invitation runs out."""
    inviting.expire(story.anybody(person["email"]))


def invite_candidate(story: Story, person: dict[str, Any]) -> None:
    """A recruiter invites a candidate to the candidate portal."""
    candidate(story, person).invite(by=story.staff(person["by"]))


def join_candidate(story: Story, person: dict[str, Any]) -> None:
    """The candidate comes in."""
    accept(candidate(story, person).member)


def candidate(story: Story, person: dict[str, Any]) -> Candidate:
    """A candidate of the agency."""
    rows = Candidate.objects.select_related("agency", "member__user")
    return rows.get(agency=story.agency, email=person["email"])


def accept(member: Member | None) -> None:
    """Somebody opens the link in the mail and comes in."""
    links = AccessLink.objects.select_related("user", "member__user", "agency")
    link = links.filter(member=member, purpose=Purpose.INVITATION).latest("created")
    inviting.accept(link, link.user.name, None)
    User.objects.filter(pk=link.user_id).update(created=link.created)


def move_house(story: Story, person: dict[str, Any]) -> None:
    """A contact changes organization, which suspends the access to the old one's portal."""
    contact, by = story.contact(person["email"]), story.staff(person["by"])
    organization = Organization.objects.get(agency=story.agency, name=person["moved_to"])
    seen = shown(contact, ["organization"])
    change_contact(contact, {"organization": organization}, seen=seen, by=by)


def set_desks(story: Story) -> None:
    """Who works only their own desk is on the teams of its jobs."""
    people = story.told("people.json")["staff"]
    by = story.staff(next(person["email"] for person in people if person["role"] == Role.OWNER))
    for person in people:
        for reference in person.get("desk", []):
            story.job(reference).set_team([story.staff(person["email"])], by=by)
