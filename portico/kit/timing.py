"""Asking for times: in a zone that is said, with a question back where a clock time comes twice, or never."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form
from portico.kit.local_time import EARLIER, LATER, NoSuchTime, TwoSuchTimes, instant
from portico.kit.times import ZONES

ZONE_CHOICES = [(zone, zone.replace("_", " ")) for zone in ZONES]
WHICH = [("", _("Which one?")), (EARLIER, _("the earlier one (summer time)")), (LATER, _("the later one"))]


class LocalTime(forms.Field):
    """A day and a clock time, in no zone yet."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        """What was typed; not centuries away."""
        text = str(value or "").strip()[:40]
        if not text:
            return None
        for pattern in ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"):
            try:
                found = datetime.strptime(text, pattern)  # noqa: DTZ007 (its zone is asked for beside it)
            except ValueError:
                continue
            if 2000 <= found.year <= 2100:
                return found.replace(second=0)
        raise forms.ValidationError(_t("Enter a day and a time."))


class ZoneForm(Form):
    """A time zone."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONE_CHOICES)


class TimesForm(ZoneForm):
    """Up to five times; `cleaned_data["starts"]` holds their instants."""

    HOW_MANY = 5
    times_required = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.twice: set[int] = set()
        for number in range(1, self.HOW_MANY + 1):
            self.fields[f"time_{number}"] = LocalTime(label=_t("Time %d") % number, required=False)
            self.fields[f"which_{number}"] = forms.ChoiceField(label=_t("Which one?"), choices=WHICH, required=False)

    def clean(self) -> dict[str, Any]:
        """The instants, or what is wrong with each time."""
        cleaned = super().clean() or {}
        zone, starts = cleaned.get("zone"), []
        for number in range(1, self.HOW_MANY + 1):
            local = cleaned.pop(f"time_{number}", None)
            which = cleaned.pop(f"which_{number}", "")
            if local is None or not zone:
                continue
            try:
                starts.append(instant(local, zone, which))
            except NoSuchTime:
                said = _t("The clocks go forward then: this time does not exist in %s.") % zone
                self.add_error(f"time_{number}", said)
            except TwoSuchTimes:
                self.twice.add(number)
                said = _t("The clocks go back then: this time comes twice in %s. Say which one you mean.") % zone
                self.add_error(f"time_{number}", said)
        if self.times_required and not starts and not self.errors:
            self.add_error("time_1", _t("Give at least one time."))
        cleaned["starts"] = starts
        return cleaned

    @property
    def times(self) -> list[dict[str, Any]]:
        """The fields for the page: each time, and the question which one, where it came up."""
        found = []
        for number in range(1, self.HOW_MANY + 1):
            typed = self.data.get(f"which_{number}") if self.is_bound else ""
            asks = number in self.twice or bool(typed)
            found.append({"field": self[f"time_{number}"], "which": self[f"which_{number}"] if asks else None})
        return found

    @property
    def others(self) -> list[Any]:
        """The visible fields beside zone and times."""
        return [one for one in self.visible_fields() if not one.name.startswith(("time_", "which_", "zone"))]


class OneTimeForm(TimesForm):
    """One time."""

    HOW_MANY = 1
