"""The agency's own sign-in provider."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.access.policies import domain_of
from portico.access.provider_settings import owners
from portico.access.providers import ADMITTED, ProviderAccount, SignInProvider
from portico.agencies.models import Agency, Member
from portico.agencies.roles import Role
from portico.kit.fetching import Unreachable, check_url
from portico.kit.forms import Form, ModelForm, Seen
from portico.messaging.writing import one_line

DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class ProviderForm(ModelForm[SignInProvider]):
    """What there is to say of the provider. The secret is never shown again."""

    seen = Seen()
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Leave it empty to keep the one that is stored. It is stored sealed and never shown."),
    )
    domains = forms.CharField(
        label=_("Mail domains"),
        max_length=1000,
        required=False,
        help_text=_("Like acme.example, several with commas. Only addresses there come in. Empty: all."),
    )
    admits_as = forms.ChoiceField(label=_("As"), choices=[(role, Role(role).label) for role in ADMITTED])

    class Meta:
        model = SignInProvider
        fields: ClassVar = [
            "on",
            "name",
            "issuer",
            "client_id",
            "domains",
            "only_way",
            "emergency",
            "admits",
            "admits_as",
        ]

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["domains"] = ", ".join(self.instance.domains)
        named: dict[str, Any] = self.fields
        named["emergency"].queryset = owners(agency)
        named["emergency"].label = _("Owner for emergencies")
        named["emergency"].help_text = _("May always come in with a password.")
        named["name"].help_text = _("As it stands on the button, like “Acme account”.")
        named["issuer"].help_text = _("The address that names the provider, like https://id.acme.example")
        named["client_id"].help_text = _("The provider gives it to you when you register Portico there.")
        named["only_way"].help_text = _(
            "Passwords and mailed links no longer lead to the back office; portals stay as they are."
        )
        named["admits"].help_text = _("Whoever has an account of your mail domains there becomes a teammate.")

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"], 60)

    def clean_issuer(self) -> str:
        """An address that may be asked."""
        issuer: str = self.cleaned_data["issuer"].strip()
        try:
            parts = check_url(issuer)
        except Unreachable as no:
            raise forms.ValidationError(_t("This cannot be used: %s.") % no) from None
        if parts.query:
            raise forms.ValidationError(_t("This cannot be used: %s.") % _t("there is a question mark in it"))
        return issuer

    def clean_domains(self) -> list[str]:
        """Each as mail domains are compared."""
        domains = [domain_of(one) for one in re.split(r"[\s,;]+", self.cleaned_data["domains"]) if one]
        wrong = [one for one in domains if not DOMAIN.fullmatch(one)]
        if wrong:
            raise forms.ValidationError(_t("This is no mail domain: %s") % wrong[0][:60])
        return sorted(set(domains))


class UntieForm(Form):
    """One of the accounts on the page."""

    account: Any = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["account"].queryset = ProviderAccount.objects.visible_to(member)
