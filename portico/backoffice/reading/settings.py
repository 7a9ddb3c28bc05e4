"""What the settings pages show."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.access.models import SupportVisit
from portico.access.providers import provider_of
from portico.agencies.models import Member, StaffRole
from portico.agencies.roles import GRANTS, STAFF_MAY, STAFF_ROLES, WORDS, May, Role, Side
from portico.candidates.models import DescriptionTemplate, PrivacyRequest
from portico.candidates.settings import settings_of
from portico.jobs.stages import Stage
from portico.kit.times import ago, now
from portico.messaging.models import Email
from portico.portals.models import Portal
from portico.records.audit_reading import last_check
from portico.records.models import Event


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the settings, as the overview shows it."""

    title: str
    text: str
    icon: str
    url: str
    note: str = ""
    tone: str = "neutral"


def sections(member: Member) -> list[Section]:
    """The parts of the settings this person may open."""
    found = []
    if member.may(May.MANAGE_SETTINGS):
        text = _("Name, time zone, currency, color and logo, the sender of your mails, idle limit")
        found.append(Section(_("Agency"), text, "building", reverse("backoffice:settings_agency"), member.agency.name))
    if member.may(May.MANAGE_MEMBERS):
        found.append(member_section(member))
    if member.role == Role.OWNER:
        found.append(provider_section(member))
    if member.may(May.MANAGE_SETTINGS):
        found.append(two_step_section(member))
        found.append(portal_section(member))
        found.append(candidate_portal_section(member))
    own = StaffRole.objects.visible_to(member).count()
    note = ngettext("%d of your own", "%d of your own", own) % own if own else ""
    text = _("Who may do what, and roles of your own")
    found.append(Section(_("Roles"), text, "shield-check", reverse("backoffice:role_list"), note))
    stages = Stage.objects.visible_to(member).active().count()
    text = _("The steps candidates go through, and what clients see of them")
    note = ngettext("%d stage", "%d stages", stages) % stages
    found.append(Section(_("Stages"), text, "list-ordered", reverse("backoffice:stage_list"), note))
    if member.may(May.MANAGE_SETTINGS):
        found += [careers_section(member), application_section(member)]
        found.append(rejection_section(member))
        found += [update_section(member), description_section(member)]
        found.append(privacy_section(member))
        found.append(mail_section(member))
    if member.may(May.MANAGE_MEMBERS):
        found += [audit_section(member), support_section(member)]
    return found


def audit_section(member: Member) -> Section:
    """Who did what."""
    last = last_check(Event.objects.visible_to(member))
    sound = last is None or last.verb == "audit.verified"
    note = (_("Checked %s") % ago(last.at) if sound else _("Something is wrong")) if last else ""
    text = _("Who did what, when, from where, and for whom; nobody can change it")
    tone = "ok" if sound else "danger"
    return Section(_("Audit log"), text, "scroll-text", reverse("backoffice:audit_list"), note, tone)


def support_section(member: Member) -> Section:
    """Whether whoever runs the site may look in."""
    inside = SupportVisit.objects.visible_to(member).running(now()).exists()
    note = _("In right now") if inside else _("Allowed") if member.agency.support_allowed else _("Kept out")
    text = _("When whoever runs your site looked in, to help, and whether they may")
    tone = "warn" if inside else "neutral"
    return Section(_("Support"), text, "life-buoy", reverse("backoffice:support_list"), note, tone)


def provider_section(member: Member) -> Section:
    """The agency's own sign-in provider."""
    provider = provider_of(member.agency)
    note, tone = (_("Off"), "neutral") if provider is None else (provider.name, "ok")
    text = _("Teammates come in with the account they have at work")
    return Section(_("Company sign-in"), text, "key-round", reverse("backoffice:settings_provider"), note, tone)


def update_section(member: Member) -> Section:
    """How candidates are asked to look over their profile."""
    rules = settings_of(member.agency)
    on = _("The clock asks %d a day at most") % rules.update_auto_a_day
    text = _("When a profile counts as old, reminders, and asking by the clock")
    url = reverse("backoffice:settings_updates")
    return Section(_("Profile updates"), text, "user-round-check", url, on if rules.update_auto else "")


def description_section(member: Member) -> Section:
    """Patterns for descriptions of candidates."""
    count = DescriptionTemplate.objects.visible_to(member).count()
    note = ngettext("%d template", "%d templates", count) % count if count else ""
    text = _("Patterns by which recruiters begin what clients read about a candidate")
    return Section(_("Descriptions"), text, "file-pen-line", reverse("backoffice:description_list"), note)


def careers_section(member: Member) -> Section:
    """The public list of jobs."""
    on = settings_of(member.agency).careers
    text = _("Your open jobs for everybody: words, links, feeds, and the list on your own site")
    note, tone = (_("On"), "ok") if on else (_("Off"), "neutral")
    return Section(_("Careers pages"), text, "globe", reverse("backoffice:settings_careers"), note, tone)


def application_section(member: Member) -> Section:
    """How people apply."""
    free = settings_of(member.agency).apply_without_account
    note = _("without an account") if free else _("with an account")
    text = _("The usual application form, consent, and what a knock-out does")
    return Section(_("Applications"), text, "inbox", reverse("backoffice:settings_applications"), note)


def rejection_section(member: Member) -> Section:
    """How candidates hear a no."""
    hours = settings_of(member.agency).rejection_hours
    note = ngettext("after %d hour", "after %d hours", hours) % hours if hours else _("at once")
    text = _("In which words, and when; and mails about what changed")
    return Section(_("Saying no"), text, "mail-x", reverse("backoffice:rejection_settings"), note)


def candidate_portal_section(member: Member) -> Section:
    """What holds in the candidate portal."""
    text = _("Who may make an account, which changes wait for you, and what candidates are asked for")
    open_ = settings_of(member.agency_id).registration
    note = _("Open for everybody") if open_ else _("By invitation")
    return Section(_("Candidate portal"), text, "user-round", reverse("backoffice:settings_candidate_portal"), note)


def portal_section(member: Member) -> Section:
    """What holds on all client portals."""
    own = Portal.objects.visible_to(member).filter(custom=True).count()
    note = ngettext("%d has its own", "%d have their own", own) % own if own else ""
    text = _("What clients see and may do on their portals: look, behavior, security")
    return Section(_("Client portals"), text, "app-window", reverse("backoffice:settings_portals"), note)


def member_section(member: Member) -> Section:
    """The agency's own people."""
    people = Member.objects.visible_to(member).filter(side=Side.STAFF)
    active = people.filter(status=Member.Status.ACTIVE).count()
    invited = people.filter(status=Member.Status.INVITED).count()
    note = ngettext("%d active", "%d active", active) % active
    note += (", " + ngettext("%d invited", "%d invited", invited) % invited) if invited else ""
    text = _("Invite teammates, give them a role, end their access")
    return Section(_("Members"), text, "users", reverse("backoffice:member_list"), note)


def two_step_section(member: Member) -> Section:
    """Who must show more than a password."""
    must = len(member.agency.second_step_roles)
    note = ngettext("Asked of %d role", "Asked of %d roles", must) % must if must else _("Everybody may")
    text = _("A code from a phone or a passkey beside the password, and who must use it")
    url = reverse("backoffice:settings_two_step")
    return Section(_("Two-step sign-in"), text, "smartphone", url, note, "ok" if must else "neutral")


def privacy_section(member: Member) -> Section:
    """Consents, requests and how long people are kept."""
    waiting = PrivacyRequest.objects.visible_to(member).waiting().count()
    note = ngettext("%d request waits", "%d requests wait", waiting) % waiting if waiting else ""
    text = _("Consents and their wordings, copies and erasures, how long people are kept")
    url = reverse("backoffice:settings_privacy")
    return Section(_("Privacy"), text, "lock", url, note, "warn" if waiting else "neutral")


def mail_section(member: Member) -> Section:
    """The outbox."""
    mails = Email.objects.visible_to(member)
    parked, late = mails.parked().count(), mails.late().count()
    note, tone = _("All is sent"), "ok"
    if parked:
        note, tone = ngettext("%d could not be sent", "%d could not be sent", parked) % parked, "danger"
    elif late:
        note, tone = ngettext("%d is late", "%d are late", late) % late, "warn"
    text = _("What was sent to whom, and what could not be sent")
    return Section(_("Mail"), text, "mail", reverse("backoffice:mail_list"), note, tone)


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of the last test mail."""

    waiting: bool
    words: str
    reason: str
    tone: str


def test_mail_of(member: Member) -> Trial | None:
    """The last mail the reader sent to themselves, if there was one today."""
    mine = Email.objects.visible_to(member).filter(member=member, template="messaging/emails/test")
    email = mine.order_by("-created", "-pk").first()
    if email is None:
        return None
    if email.status == Email.Status.SENT:
        return Trial(False, _("Sent to %(to)s, %(ago)s.") % {"to": email.to, "ago": ago(email.sent_at)}, "", "ok")
    if email.status == Email.Status.PARKED:
        return Trial(False, _("It could not be sent."), email.last_error, "danger")
    if email.last_error:
        return Trial(True, _("The mail server did not take it yet; we try again."), email.last_error, "warn")
    return Trial(True, _("Waiting to be sent to %s …") % email.to, "", "info")


@dataclass(frozen=True, slots=True)
class Column:
    """One role, as the table of roles shows it."""

    pk: int
    name: str
    people: int
    own: bool
    own_desk: bool
    marks: list[bool]


def role_columns(member: Member) -> list[Column]:
    """Every role with what it may do, in the order of the table's lines: the built-in ones, then the agency's own."""
    staff = Member.objects.visible_to(member).staff()
    people = dict(staff.order_by().values_list("role").annotate(Count("pk")))
    usual = [
        Column(0, str(role.label), people.get(role.value, 0), False, role == Role.CONSULTANT, marks(GRANTS[role]))
        for role in STAFF_ROLES
    ]
    held = dict(staff.order_by().exclude(staff_role=None).values_list("staff_role").annotate(Count("pk")))
    return usual + [own_column(role, held.get(role.pk, 0)) for role in StaffRole.objects.visible_to(member)]


def own_column(role: StaffRole, people: int) -> Column:
    """A role of the agency's own; it always reads the desk."""
    return Column(role.pk, role.name, people, True, role.own_desk_only, marks({May.SEE_DESK, *role.permissions}))


def marks(granted: "frozenset[May] | set[str]") -> list[bool]:
    """Which of the table's lines are granted."""
    return [may in granted for may in STAFF_MAY]


def role_lines() -> list[str]:
    """The table's lines: every permission in words."""
    return [str(WORDS[may]) for may in STAFF_MAY]
