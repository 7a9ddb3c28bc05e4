"""Which of the proposed candidates go on the job."""

from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.kit.forms import Form, Several


class TakeUpForm(Form):
    """The candidates that were ticked."""

    pick = Several(label=_("Candidates"), required=True, error_messages={"required": _("Pick at least one candidate.")})

    def __init__(self, *args: object, by: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["pick"].queryset = Candidate.objects.visible_to(by)  # type: ignore[attr-defined]
