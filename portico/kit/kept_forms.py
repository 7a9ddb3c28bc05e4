"""Forms that are alike wherever they stand are made once, and each of their fields is drawn once.

Making a form copies all of its fields, and drawing one goes through several templates: on a record's page, with its
four small forms below, that took a fifth of the time.
"""

from collections.abc import Hashable
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portico.kit.quick_fields import QuickField


class KeptField(QuickField):
    """A field that keeps its HTML and all else that is asked of it, as long as nothing was typed into it."""

    @cached_property
    def seen(self) -> dict[str, Any]:
        """What templates asked for so far."""
        return {}

    def __getitem__(self, key: Any) -> Any:
        if type(key) is not str or self.form.is_bound:
            return super().__getitem__(key)
        if key not in self.seen:
            self.seen[key] = getattr(self, key)
        return self.seen[key]

    @cached_property
    def drawn(self) -> dict[Hashable, SafeString]:
        """Its HTML, for each set of attributes that was asked for."""
        return {}

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> SafeString:
        """The input."""
        if widget or only_initial or self.form.is_bound:
            return super().as_widget(widget, attrs, only_initial)
        key = tuple((attrs or {}).items())
        if key not in self.drawn:
            self.drawn[key] = super().as_widget(None, attrs)
        return self.drawn[key]

    @cached_property
    def whole(self) -> dict[Hashable, SafeString]:
        """It with label, help and all that stands around it, for each way in which it was drawn."""
        return {}

    @property
    def kept(self) -> dict[Hashable, SafeString] | None:
        """The same, as long as nothing was typed into it."""
        return None if self.form.is_bound or settings.DEBUG else self.whole

    @cached_property
    def auto_id(self) -> str:
        """The input's id."""
        return str(super().auto_id)

    @cached_property
    def widget_type(self) -> str:
        """The kind of the input, by which it is styled."""
        return str(super().widget_type)


@lru_cache(maxsize=200)
def _kept(kind: Any, prefix: str | None, _language: str | None) -> Any:
    form = kind(prefix=prefix)
    form.bound_field_class = KeptField
    return form


def kept_form(kind: Any, prefix: str | None = None) -> Any:
    """The fresh form of this kind in the reader's language. It is everybody's: nothing may be changed in it."""
    return _kept(kind, prefix, get_language())
