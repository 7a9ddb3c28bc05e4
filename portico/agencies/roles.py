"""Who may do what: the one table of roles and permissions. The settings page on roles is drawn from it."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    """The side of the house a member stands on."""

    STAFF = "staff", _("Staff")
    CLIENT = "client", _("Client")
    CANDIDATE = "candidate", _("Candidate")


class May(StrEnum):
    """What somebody may do."""

    SEE_DESK = "see_desk"
    WORK_DESK = "work_desk"
    SHARE = "share"
    INVITE = "invite"
    SEE_MONEY = "see_money"
    EXPORT = "export"
    IMPORT = "import"
    MERGE = "merge"
    DELETE = "delete"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_SETTINGS = "manage_settings"
    USE_PORTAL = "use_portal"
    JUDGE = "judge"
    REQUEST = "request"
    APPROVE_TIME = "approve_time"
    INVITE_COLLEAGUES = "invite_colleagues"


class Role(TextChoices):
    """The roles every agency has; an agency may add staff roles of its own."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    MANAGER = "manager", _("Manager")
    RECRUITER = "recruiter", _("Recruiter")
    CONSULTANT = "consultant", _("Consultant (own desk only)")
    FINANCE = "finance", _("Finance")
    READER = "reader", _("Read only")
    CUSTOM = "custom", _("A role of your own")
    CLIENT_ADMIN = "client_admin", _("Client admin")
    REQUESTER = "requester", _("Requester")
    REVIEWER = "reviewer", _("Reviewer")
    TIME_APPROVER = "approver", _("Time approver")
    VIEWER = "viewer", _("Viewer")
    CANDIDATE = "candidate", _("Candidate")


_WORK = frozenset({May.SEE_DESK, May.WORK_DESK, May.SHARE, May.INVITE, May.SEE_MONEY})
_MANAGE = _WORK | {May.EXPORT, May.IMPORT, May.MERGE, May.DELETE}

GRANTS: dict[str, frozenset[May]] = {
    Role.OWNER: _MANAGE | {May.MANAGE_MEMBERS, May.MANAGE_SETTINGS},
    Role.ADMIN: _MANAGE | {May.MANAGE_MEMBERS, May.MANAGE_SETTINGS},
    Role.MANAGER: _MANAGE,
    Role.RECRUITER: _WORK | {May.EXPORT, May.IMPORT, May.MERGE},
    Role.CONSULTANT: _WORK - {May.SEE_MONEY},
    Role.FINANCE: frozenset({May.SEE_DESK, May.SEE_MONEY, May.EXPORT}),
    Role.READER: frozenset({May.SEE_DESK}),
    Role.CLIENT_ADMIN: frozenset({May.USE_PORTAL, May.JUDGE, May.REQUEST, May.APPROVE_TIME, May.INVITE_COLLEAGUES}),
    Role.REQUESTER: frozenset({May.USE_PORTAL, May.JUDGE, May.REQUEST}),
    Role.REVIEWER: frozenset({May.USE_PORTAL, May.JUDGE}),
    Role.TIME_APPROVER: frozenset({May.USE_PORTAL, May.APPROVE_TIME}),
    Role.VIEWER: frozenset({May.USE_PORTAL}),
    Role.CANDIDATE: frozenset({May.USE_PORTAL}),
}

STAFF_ROLES = [
    Role.OWNER,
    Role.ADMIN,
    Role.MANAGER,
    Role.RECRUITER,
    Role.CONSULTANT,
    Role.FINANCE,
    Role.READER,
]
CLIENT_ROLES = [Role.REVIEWER, Role.REQUESTER, Role.CLIENT_ADMIN, Role.TIME_APPROVER, Role.VIEWER]
CLIENT_WORDS: dict[str, object] = {
    Role.REVIEWER: _("Rates, approves, declines and moves candidates."),
    Role.REQUESTER: _("Reviews candidates, asks for people and proposes changes to jobs."),
    Role.CLIENT_ADMIN: _("Does all of this, and invites colleagues."),
    Role.TIME_APPROVER: _("Looks at jobs and candidates. Approving hours comes with shifts."),
    Role.VIEWER: _("Looks at jobs and candidates, and changes nothing."),
}
"""What each role of the client portal allows, in one sentence."""
PORTAL_MAY = [May.USE_PORTAL, May.JUDGE, May.REQUEST, May.APPROVE_TIME, May.INVITE_COLLEAGUES]
"""What people outside the agency may be allowed in their portal."""
STAFF_MAY = [may for may in May if may not in PORTAL_MAY]
CUSTOM_MAY = [may for may in STAFF_MAY if may not in {May.SEE_DESK, May.MANAGE_MEMBERS, May.MANAGE_SETTINGS}]
"""What a role of the agency's own may be given. It always sees the desk; running the agency stays above it."""
OWN_DESK_ONLY = frozenset({Role.CONSULTANT})

WORDS: dict[May, object] = {
    May.SEE_DESK: _("Read the back office"),
    May.WORK_DESK: _("Add and change records, move candidates"),
    May.SHARE: _("Show jobs and candidates to clients"),
    May.INVITE: _("Invite contacts and candidates to their portal"),
    May.SEE_MONEY: _("See pay and rates"),
    May.EXPORT: _("Download lists"),
    May.IMPORT: _("Import files"),
    May.MERGE: _("Merge duplicates"),
    May.DELETE: _("Delete records"),
    May.MANAGE_MEMBERS: _("Invite teammates and set their roles"),
    May.MANAGE_SETTINGS: _("Change the agency's settings and stages"),
    May.USE_PORTAL: _("Use the portal"),
    May.JUDGE: _("Rate, approve, reject and move candidates"),
    May.REQUEST: _("Ask for people and propose changes to jobs"),
    May.APPROVE_TIME: _("Approve hours"),
    May.INVITE_COLLEAGUES: _("Invite colleagues of the same organization"),
}
