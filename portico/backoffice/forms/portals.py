"""Forms about client portals as a whole."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.backoffice.forms.pickers import PickField
from portico.clients.models import Organization
from portico.kit.forms import Form


class OpenPortalForm(Form):
    """Which organization gets a portal."""

    organization = PickField(
        reverse_lazy("backoffice:organization_names"),
        thing=_("organization"),
        label=_("Organization"),
        help_text=_("Type a part of its name."),
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organization.objects.visible_to(by).filter(archived__isnull=True)
        self.fields["organization"].rows = rows  # type: ignore[attr-defined]
