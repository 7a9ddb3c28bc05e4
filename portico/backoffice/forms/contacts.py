"""Forms about contacts."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.backoffice.forms.pickers import PickField, choose_owner
from portico.backoffice.forms.portal_people import role_choices
from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Form, ModelForm, Seen, Several
from portico.portals.models import JobShare, Portal


class ContactForm(ModelForm[Contact]):
    """The facts of a person at a client."""

    seen = Seen()
    organization = PickField(
        reverse_lazy("backoffice:organization_names"),
        thing=_("organization"),
        label=_("Organization"),
        required=False,
    )

    class Meta:
        model = Contact
        fields: ClassVar = ["first_name", "last_name", "title", "email", "phone", "organization", "owner"]

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_owner(self.fields["owner"], by, self.instance.owner_id)
        seen = Organization.objects.visible_to(by)
        rows = seen.current() | seen.filter(pk=self.instance.organization_id)
        self.fields["organization"].rows = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A contact has at least a name or an address."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("first_name", "last_name", "email")):
            raise forms.ValidationError(_("Give a name or an email address."))
        return cleaned


class InviteForm(KeepsOthers, Form):
    """Whom to let into the client portal, and how far."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=role_choices,
        initial=Role.REVIEWER,
        widget=forms.RadioSelect,
    )
    all_jobs = forms.BooleanField(label=_("Sees all jobs shared with the organization"), required=False, initial=True)
    shares: Any = Several(
        label=_("Or only these"),
    )

    def __init__(self, *args: Any, contact: Contact, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        portals = Portal.objects.visible_to(by).filter(organization=contact.organization_id or 0)
        shares = JobShare.objects.visible_to(by).filter(portal__in=portals).exclude(status=JobShare.Status.ENDED)
        field: Any = self.fields["shares"]
        field.queryset = shares.select_related("job")
        field.label_from_instance = lambda share: share.job.title

    def clean(self) -> dict[str, Any]:
        """All jobs, or at least one chosen one."""
        cleaned = super().clean() or {}
        if not cleaned.get("all_jobs") and not cleaned.get("shares") and "shares" in cleaned:
            self.add_error("shares", _("Choose at least one job, or let them see all."))
        return cleaned


class CandidateLinkForm(Form):
    """The candidate who is the same person."""

    candidate = PickField(reverse_lazy("backoffice:candidate_names"), thing=_("candidate"), label=_("Candidate"))

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidate"].rows = Candidate.objects.visible_to(by).current()  # type: ignore[attr-defined]
