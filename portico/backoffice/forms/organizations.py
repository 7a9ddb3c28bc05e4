"""Forms about organizations."""

from typing import Any, ClassVar

from portico.agencies.models import Member
from portico.backoffice.forms.pickers import choose_owner
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
        choose_owner(self.fields["owner"], by, self.instance.owner_id)
