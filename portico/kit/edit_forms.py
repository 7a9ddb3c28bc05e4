"""Edit forms that two people may have open at once: whoever saves last takes nothing back from whoever saved first.

Such a form is given what stands there now (`initial`, or its row) also when it is sent, and carries in a hidden `seen`
what it showed. A field that was left as it was shown keeps what stands there now. One that both changed is asked about:
nothing is saved, the form says what stands there, and saving once more means it. Rows of their own have the same in
records/editing.py, which looks once more while it holds the row.
"""

import json
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portico.kit.forms import Seen

SIGNER = Signer(salt="portico.stood")
TYPED = (forms.DateField, forms.DateTimeField, forms.TimeField, forms.DecimalField, forms.IntegerField)


def plain(value: Any) -> Any:
    """A value as JSON holds it, so that the same values are equal."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return sorted((plain(one) for one in value), key=str)
    return value if isinstance(value, bool | int) else str(value).replace("\r\n", "\n")


class KeepsOthers:
    """Mixed into a form, before its base: see above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this: Any = self
        this.fields["seen"] = Seen()
        this.initial["seen"] = self.sealed

    def sealed(self) -> str:
        """What stands there now, as it travels in the form."""
        return SIGNER.sign(json.dumps(self.stands))

    @cached_property
    def stands(self) -> dict[str, Any]:
        """What stands there now, by field."""
        this: Any = self
        kept = {name: field for name, field in this.fields.items() if not isinstance(field, forms.FileField)}
        return {name: plain(this.get_initial_for_field(kept[name], name)) for name in kept if name != "seen"}

    def clean(self) -> dict[str, Any]:
        """What was typed, where it was typed; else what stands there."""
        this: Any = self
        cleaned: dict[str, Any] = super().clean() or this.cleaned_data  # type: ignore[misc]
        before = opened(cleaned.pop("seen", ""))
        meanwhile = [name for name in self.stands if name in before and before[name] != self.stands[name]]
        clashes = []
        for name in meanwhile:
            if not self.differs(name, before[name]):
                self.take_over(name, cleaned)
            elif self.differs(name, self.stands[name]):
                clashes.append(
                    _("%(field)s is now “%(value)s”") % {"field": this[name].label, "value": self.said(name)}
                )
        if clashes:
            this.status, this.conflict = 409, True
            this.data = this.data.copy()
            this.data[this.add_prefix("seen")] = self.sealed()
            words = _("Somebody else changed the same thing meanwhile: %s. Check your entry and save again.")
            this.add_error(None, words % "; ".join(clashes))
        return cleaned

    def differs(self, name: str, value: Any) -> bool:
        """Whether what was sent for a field is another value than this."""
        this: Any = self
        field, sent = this.fields[name], this[name].data
        if isinstance(field, TYPED) and value != "":
            value = field.to_python(value)
        return bool(field.has_changed(value, sent.replace("\r\n", "\n") if isinstance(sent, str) else sent))

    def take_over(self, name: str, cleaned: dict[str, Any]) -> None:
        """Somebody else changed it, and whoever sent this did not."""
        this: Any = self
        field = this.fields[name]
        try:
            cleaned[name] = field.clean(this.get_initial_for_field(field, name))
            if own := getattr(this, f"clean_{name}", None):
                cleaned[name] = own()
        except ValidationError:
            return  # not a value one could choose any more: what was sent is as good
        this.errors.pop(name, None)

    def said(self, name: str) -> str:
        """What stands in a field, in words."""
        this: Any = self
        value, choices = self.stands[name], getattr(this.fields[name], "choices", ())
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        names = {str(key): str(label) for key, label in choices if not isinstance(label, list | tuple)}
        listed = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(one), str(one)) for one in listed)


def opened(seen: str) -> dict[str, Any]:
    """What the form showed, as it was sealed; nothing where it does not say."""
    try:
        before: dict[str, Any] = json.loads(SIGNER.unsign(seen)) if seen else {}
    except (BadSignature, ValueError):
        raise ValidationError(_("This form is too old. Open the page again.")) from None
    return before
