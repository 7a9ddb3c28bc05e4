"""Forms about the people of a client portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.models import Member
from portico.agencies.roles import CLIENT_ROLES, CLIENT_WORDS, Role
from portico.clients.models import Contact
from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Form, Line, Several, Text
from portico.messaging.writing import check_address
from portico.portals.models import JobShare, Portal, Seat


def role_choices() -> list[tuple[str, str]]:
    """The roles of the client portal, each with what it allows."""
    return [(role, f"{Role(role).label}: {CLIENT_WORDS[role]}") for role in CLIENT_ROLES]


class ScopeForm(KeepsOthers, Form):
    """What somebody may do on a portal, and which jobs they see there."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=role_choices, initial=Role.REVIEWER, widget=forms.RadioSelect
    )
    all_jobs = forms.BooleanField(
        label=gettext_lazy("Sees all jobs shared with the organization"), required=False, initial=True
    )
    shares: Any = Several(label=gettext_lazy("Or only these"))

    def __init__(self, *args: Any, portal: Portal, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shares = JobShare.objects.visible_to(by).filter(portal=portal).exclude(status=JobShare.Status.ENDED)
        field: Any = self.fields["shares"]
        field.queryset = shares.select_related("job")
        field.label_from_instance = lambda share: share.job.title

    def clean(self) -> dict[str, Any]:
        """All jobs, or at least one chosen one."""
        cleaned = super().clean() or {}
        if not cleaned.get("all_jobs") and not cleaned.get("shares") and "shares" in cleaned:
            self.add_error("shares", _("Choose at least one job, or let them see all."))
        return cleaned


class PortalInviteForm(ScopeForm):
    """A contact of the organization, or somebody new, with role and scope."""

    contact: Any = forms.ModelChoiceField(
        None, label=gettext_lazy("Contact"), required=False, empty_label=gettext_lazy("Somebody new")
    )
    first_name = Line(label=gettext_lazy("First name"), max_length=100, required=False)
    last_name = Line(label=gettext_lazy("Last name"), max_length=100, required=False)
    title = Line(label=gettext_lazy("Job title"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("Email"), max_length=254, required=False, validators=[check_address])
    field_order = ("contact", "first_name", "last_name", "title", "email", "role", "all_jobs", "shares")

    def __init__(self, *args: Any, portal: Portal, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, portal=portal, by=by, **kwargs)
        self.portal = portal
        there = Seat.objects.visible_to(by).filter(portal=portal, member__status=Member.Status.ACTIVE)
        contacts = Contact.objects.visible_to(by).current().filter(organization=portal.organization_id)
        field: Any = self.fields["contact"]
        field.queryset = contacts.exclude(pk__in=there.values("contact")).exclude(email="").order_by("name_key", "pk")
        field.label_from_instance = lambda contact: f"{contact.name} ({contact.email})"

    def clean(self) -> dict[str, Any]:
        """A known contact, or a name and an address; whose address is known already is that contact."""
        cleaned = super().clean()
        if cleaned.get("contact") or self.errors.get("contact"):
            return cleaned
        for name in ("first_name", "email"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Choose a contact, or fill this in."))
        return cleaned


class DeclineForm(Form):
    """Why not."""

    reason = Text(label=gettext_lazy("Reason, which they read"), max_length=500, rows=2)


class SuspendForm(Form):
    """Why somebody's access stops for now."""

    reason = Line(label=gettext_lazy("Reason"), max_length=200, required=False)
