"""What the add and edit pages of all records share: duplicate warnings, and saving only what was changed."""

from collections.abc import Callable
from typing import Any

from portico.agencies.models import Member
from portico.kit.pages import AnyForm
from portico.records.editing import save_changes, shown


def fields_of(form: Any) -> list[str]:
    """The model fields the form edits."""
    return [name for name in form._meta.fields if name in form.fields]


def seen_of(form_class: Any, row: Any) -> dict[str, str]:
    """The form's hidden `seen`: what of the row the page shows."""
    return {"seen": shown(row, list(form_class._meta.fields))}


def edits(form: Any, row: Any, by: Member, *, save: Callable[..., Any] | None = None) -> bool:
    """Save the form's changed fields onto the row; `form.result` is what `save` gives back, or the changed fields."""

    def change(seen: str, **cleaned: Any) -> Any:
        changes = {name: cleaned[name] for name in fields_of(form)}
        if save is not None:
            return save(row, changes, seen=seen, by=by)
        changed = save_changes(row, changes, seen=seen, by=by)
        row.refresh_from_db()
        row.make_findable()
        return changed

    if form.does(change):
        return True
    if form.conflict:
        row.refresh_from_db()
        see_again(form, shown(row, fields_of(form)))
    return False


def see_again(form: Any, seen: str) -> None:
    """After a conflict the form shows what is there now, beside what was typed: saving once more means it."""
    form.data = form.data.copy()
    form.data["seen"] = seen


def wants_duplicate(form: AnyForm) -> bool:
    """Whether the person has seen the warning and saves all the same."""
    return "anyway" in form.data


def facts_for_like(form: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What duplicates are looked for by."""
    return {name: form.cleaned_data.get(name) or "" for name in names}
