"""Forms about organizations."""

from typing import Any, ClassVar

from portico.agencies.models import Member
from portico.clients.models import Organization
from portico.kit.forms import ModelForm, Seen


class OrganizationForm(ModelForm[Organization]):
    """A client company's facts."""

    seen = Seen()

    class Meta:
        model = Organization
        fields: ClassVar = [
            "name",
            "industry",
            "website",
            "phone",
            "street",
            "postal_code",
            "city",
            "country",
            "about",
            "owner",
        ]

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Member.objects.visible_to(by).staff().select_related("user")  # type: ignore[attr-defined]
