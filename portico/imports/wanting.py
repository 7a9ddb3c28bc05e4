"""What a row must at least say, in a sentence about the row that does not say it."""

from django.utils.translation import gettext as _

from portico.imports.matching.fields import Kind


def sentence_for(kind: Kind, group: frozenset[str]) -> str:
    """Why a row without any of these fields cannot be imported."""
    if "title" in group:
        return _("This row has no job title.")
    if "job" in group and "candidate" in group:
        return _("This row does not say whom or what the note is about.")
    if "job" in group:
        return _("This row does not say which job.")
    if "candidate" in group:
        return _("This row does not say which candidate.")
    if "text" in group:
        return _("This row has no text.")
    if kind == Kind.ORGANIZATIONS:
        return _("This row has no name of an organization.")
    return _("This row has no name.")
