"""The words for choices in the reader's language, which lists say dozens of times a page."""

from functools import cache

from django.db.models import TextChoices

from portico.kit.quick_locals import language


def label_of(kind: type[TextChoices], value: str) -> str:
    """What a choice is called."""
    return labels_of(kind)[value]


def labels_of(kind: type[TextChoices]) -> dict[str, str]:
    """What all of them are called, in their order. Not to be changed."""
    return _labels(kind, language())


@cache
def _labels(kind: type[TextChoices], _language: str | None) -> dict[str, str]:
    return {str(one.value): str(one.label) for one in kind}
