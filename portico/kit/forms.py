"""Forms: plain Django forms with a length on every text, and one way to run a verb that may refuse."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.kit.quick_fields import QuickForm
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.storing import StoreAway, words_for_away


class Deed:
    """What our forms share: the status of a refusal, the thing they are about, and running a verb."""

    status = 422
    alike = False
    """Whether a fresh one is the same for everybody and about everything, so that it is made and drawn once."""
    key: Any = None
    is_valid: Callable[[], bool]
    add_error: Callable[[str | None, Any], None]
    cleaned_data: dict[str, Any]

    def does(self, verb: Callable[..., Any], **extra: Any) -> bool:
        """Check the input and call the verb with it. A broken rule is its error (409), as is a store away (503)."""
        if not self.is_valid():
            return False
        try:
            self.result = verb(**self.cleaned_data, **extra)
        except RuleBroken as no:
            self.status = 409
            self.conflict = isinstance(no, Conflict)
            self.add_error(None, str(no))
            return False
        except StoreAway:
            self.status = 503
            self.add_error(None, words_for_away())
            return False
        return True

    result: Any = None
    conflict = False


class Form(Deed, QuickForm, forms.Form):
    """A form of ours."""

    use_required_attribute = True


class ModelForm[M: Any](Deed, QuickForm, forms.ModelForm):  # type: ignore[type-arg]
    """A form drawn from a model's fields."""


class Text(forms.CharField):
    """Several lines, at most `max_length` characters."""

    def __init__(self, *, max_length: int = 5000, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class Line(forms.CharField):
    """One line, at most `max_length` characters."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class Day(forms.DateField):
    """A date with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class Seen(forms.CharField):
    """The hidden stage or version that the page showed, so that nobody overwrites what they did not see."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"max_length": 100_000, "required": False, "label": _("What the page showed"), **kwargs}
        super().__init__(widget=forms.HiddenInput, **kwargs)


class Several(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of rows, as check boxes. A number that no row can have is an invalid choice, not a database error."""

    def __init__(self, *, queryset: Any = None, required: bool = False, **kwargs: Any) -> None:
        super().__init__(queryset, required=required, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> Any:
        """The rows that were ticked."""
        for one in value if isinstance(value, list | tuple) else []:
            if len(str(one)) > 18:
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], params={"pk": str(one)[:18]})
        return super().clean(value)
