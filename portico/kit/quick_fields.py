"""Form fields as templates ask for them.

MiniJinja looks for `f.label` among the items of an object first, and among its attributes when that fails. Django's
forms and fields fail in words, put together for each of the dozens of looks at them: it took a fifth of drawing a page
with a few small forms. Ours hand the attribute out at once.
"""

from collections.abc import Hashable
from typing import Any

from django.forms import BoundField, Field
from django.utils.safestring import SafeString


class QuickField(BoundField):
    """A field of a form; asked for an item by name, it gives the attribute."""

    @property
    def kept(self) -> dict[Hashable, SafeString] | None:
        """As it was drawn for everybody; nothing where it is drawn each time (kit.kept_forms)."""
        return None

    def __getitem__(self, key: Any) -> Any:
        return getattr(self, key) if type(key) is str else super().__getitem__(key)


class QuickForm:
    """For forms: an item that is no field is an attribute, like `errors`."""

    bound_field_class: Any = QuickField
    fields: dict[str, Field]
    is_bound: bool

    def __getitem__(self, name: str) -> Any:
        if name in self.fields:
            return super().__getitem__(name)  # type: ignore[misc]
        if name == "errors" and not self.is_bound:
            return {}
        try:
            return getattr(self, name)
        except AttributeError:
            raise KeyError(f"{type(self).__name__} has no field {name}") from None
