"""Form fields as templates ask for them.

MiniJinja looks for `f.label` among the items of an object first, and among its attributes when that fails. Django's
forms and fields fail in words, put together for each of the dozens of looks at them: it took a fifth of drawing a page
with a few small forms. Ours hand the attribute out at once.
"""

from typing import Any

from django.forms import BoundField, Field


class QuickField(BoundField):
    """A field of a form; asked for an item by name, it gives the attribute."""

    def __getitem__(self, key: Any) -> Any:
        return getattr(self, key) if type(key) is str else super().__getitem__(key)


class QuickForm:
    """For forms: an item that is no field is an attribute, like `errors`."""

    bound_field_class: Any = QuickField
    fields: dict[str, Field]

    def __getitem__(self, name: str) -> BoundField:
        if name in self.fields:
            field: BoundField = super().__getitem__(name)  # type: ignore[misc]
            return field
        try:
            attribute: BoundField = getattr(self, name)
            return attribute
        except AttributeError:
            raise KeyError(f"{type(self).__name__} has no field {name}") from None
