"""An agency and the people who come and go there, each taken in by the verb that a press of a button would call."""

from dataclasses import dataclass, field

from demo.mirror.canaries import Canaries
from demo.story import accept
from portico.access import inviting
from portico.agencies.models import Agency, Member
from portico.agencies.roles import Role, Side
from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.stages import make_default_stages
from portico.portals.inviting import invite_contact
from portico.records.lifecycle import become

PASSWORD = "correct horse battery staple"
STAFF = [
    ("owner", "Olivia Hart", Role.OWNER),
    ("recruiter", "Rosa Delgado", Role.RECRUITER),
    ("limited recruiter", "Dana Weiss", Role.CONSULTANT),
    ("finance", "Finn Mercer", Role.FINANCE),
    ("read-only", "Vera Lund", Role.READER),
    ("deactivated recruiter", "Gus Gone", Role.RECRUITER),
]


@dataclass
class Cast:
    """One agency's people by what they are there."""

    agency: Agency
    words: Canaries
    members: dict[str, Member] = field(default_factory=dict)

    def __getitem__(self, who: str) -> Member:
        return self.members[who]

    def staff(self, who: str, name: str, role: Role) -> None:
        """One of the agency's own people, from the first day on."""
        email = f"{name.split()[0].lower()}@{self.agency.host}"
        member = inviting.place_for(self.agency, email, name, Side.STAFF, role, None)
        become(member, Member.Status.ACTIVE, by=member, person=name)
        self.let_in(who, member)

    def organization(self, name: str, *readers: str) -> Organization:
        """A client company."""
        about = self.words.new("organization.about", *readers)
        row = Organization(agency=self.agency, name=name, city="Leeds", about=about, owner=self["recruiter"])
        return row.add(by=self["recruiter"])

    def contact(self, who: str, name: str, organization: Organization, role: Role = Role.CLIENT_ADMIN) -> Contact:
        """Somebody at a client, invited to its portal and there."""
        first, last = name.split()
        email = f"{first.lower()}@{organization.name.split()[0].lower()}.example"
        row = Contact(agency=self.agency, first_name=first, last_name=last, email=email, organization=organization)
        row.phone = "+44 20 7946 0000"
        row.add(by=self["recruiter"])
        self.join(who, invite_contact(row, by=self["recruiter"], role=role, all_jobs=False))
        return Contact.objects.select_related("agency", "organization", "member__user").get(pk=row.pk)

    def candidate(self, who: str, name: str) -> Candidate:
        """Somebody looking for work, invited to the candidate portal and there."""
        first, last = name.split()
        row = Candidate(
            agency=self.agency, first_name=first, last_name=last, email=f"{first.lower()}@example.com",
            phone="+44 7700 900123", title="Porter", employer="Grand Hotel", city="London", country="United Kingdom",
            summary=self.words.new("candidate.summary", who), source=self.words.new("candidate.source"),
            pay_expected=31999, pay_currency="GBP", pay_per="year",
        )  # fmt: skip
        row.add(by=self["recruiter"], skills=["Guest service", "Night shifts"])
        row.invite(by=self["recruiter"])
        assert row.member is not None
        self.join(who, row.member)
        return Candidate.objects.select_related("agency", "member__user").get(pk=row.pk)

    def join(self, who: str, member: Member) -> None:
        """They follow the link of their invitation."""
        accept(member)
        self.let_in(who, member)

    def let_in(self, who: str, member: Member) -> None:
        """Everybody has the same password here."""
        found = Member.objects.select_related("user", "agency").get(pk=member.pk)
        found.user.set_password(PASSWORD)
        found.user.save()
        self.members[who] = found


def found_agency(letter: str, host: str, site: str) -> Cast:
    """An agency with its own people."""
    name = {"A": "Acme Staffing", "B": "Rival Talent"}[letter]
    agency = Agency.objects.create(
        name=name, host=host, site=site, zone="Europe/London", currency="GBP", sender_email=f"jobs@{host}"
    )
    make_default_stages(agency.pk)
    cast = Cast(agency, Canaries(letter))
    for who, full_name, role in STAFF:
        cast.staff(who, full_name, role)
    return cast
