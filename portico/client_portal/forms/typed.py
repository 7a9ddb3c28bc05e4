"""What was typed into a form that was refused, so that the page can show it again."""

from dataclasses import dataclass, field

from portico.kit.forms import Form


@dataclass(frozen=True, slots=True)
class Typed:
    """Values as typed, what is wrong with each, and what is wrong with the whole."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    refused: bool = False

    @property
    def stars(self) -> int:
        """The stars that were chosen, if they were any."""
        chosen = self.values.get("rating", "")
        return int(chosen) if chosen in {"1", "2", "3", "4", "5"} else 0


def typed(form: Form | None) -> Typed:
    """From a refused form; from none, nothing."""
    if form is None or not form.is_bound:
        return Typed()
    values = {name: str(form.data.get(name, ""))[:5000] for name in form.fields}
    errors = {name: " ".join(str(one) for one in found) for name, found in form.errors.items() if name != "__all__"}
    return Typed(values, errors, " ".join(str(one) for one in form.non_field_errors()), refused=True)
