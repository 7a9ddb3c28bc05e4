"""Uploading a file, and saying which of its columns gives what."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.imports.matching.fields import Kind
from portico.imports.matching.kinds import FIELDS
from portico.imports.matching.mapping import ColumnMatch, Mapping
from portico.imports.matching.settling import CHOSEN
from portico.imports.uploading import RESUMES
from portico.kit.forms import Form

KINDS = [
    (Kind.CANDIDATES.value, gettext_lazy("Candidates")),
    (Kind.ORGANIZATIONS.value, gettext_lazy("Organizations")),
    (Kind.CONTACTS.value, gettext_lazy("Contacts")),
    (Kind.JOBS.value, gettext_lazy("Jobs")),
    (Kind.APPLICATIONS.value, gettext_lazy("Applications (one row a step)")),
    (Kind.NOTES.value, gettext_lazy("Notes")),
    (RESUMES, gettext_lazy("Résumés (one ZIP file)")),
]
NOT_KEPT = frozenset(["current_pay", "salutation"])
"""What Portico understands in a table and has no place for."""
ORDERS = [("", ""), ("dmy", gettext_lazy("Day first: 31/12/2026")), ("mdy", gettext_lazy("Month first: 12/31/2026"))]


class UploadForm(Form):
    """One file and what its rows are."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in the file?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        initial=Kind.CANDIDATES.value,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.zip"}),
        help_text=gettext_lazy("Excel (.xlsx) or CSV, as your old system exports it. For résumés, a ZIP."),
    )
    resumes = forms.FileField(
        label=gettext_lazy("Résumés of these candidates (ZIP)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=gettext_lazy(
            "Only with candidates. Files go to whom the table names them for, or whose name or email is in their names."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Not larger than an import may be; résumés only beside candidates."""
        cleaned = super().clean() or {}
        for name in ("file", "resumes"):
            file = cleaned.get(name)
            if file is not None and file.size > settings.IMPORT_LIMIT_MB * 1024 * 1024:
                self.add_error(
                    name, _("This file is larger than %d MB. Split it and import the parts.") % settings.IMPORT_LIMIT_MB
                )
        if cleaned.get("resumes") and cleaned.get("kind") not in ("", None, Kind.CANDIDATES.value):
            self.add_error("resumes", _("Résumés can only come with candidates."))
        return cleaned


class SheetForm(Form):
    """Another sheet of the workbook."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))

    def __init__(self, *args: Any, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]


class ColumnsForm(Form):
    """For every column of a table what it gives, and how its dates are read where that is open."""

    def __init__(self, *args: Any, mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = mapping
        choices = [("", _("Leave out")), *field_choices(mapping.kind)]
        for column in mapping.columns:
            self.fields[f"column_{column.position}"] = forms.ChoiceField(
                label=column.header, choices=choices, required=False, initial=column.field
            )
            if is_open(column):
                self.fields[f"order_{column.position}"] = forms.ChoiceField(
                    label=_("Dates in %s") % column.header,
                    choices=ORDERS[1:],
                    required=False,
                    initial=column.how["order"],
                )

    def lines(self) -> Iterator[dict[str, Any]]:
        """Each column with its samples and its fields of this form."""
        for column in self.mapping.columns:
            order = f"order_{column.position}"
            yield {
                "header": column.header,
                "samples": list(column.samples),
                "guess": bool(column.field) and not column.certain,
                "choice": self[f"column_{column.position}"],
                "order": self[order] if order in self.fields else None,
            }

    def chosen(self) -> Mapping:
        """The mapping as the person wants it."""
        mapping = self.mapping
        for column in self.mapping.columns:
            field = self.cleaned_data[f"column_{column.position}"]
            if field != column.field:
                mapping = mapping.choose(column.position, field)
        return Mapping(mapping.kind, tuple(self._ordered(column) for column in mapping.columns))

    def _ordered(self, column: ColumnMatch) -> ColumnMatch:
        order = self.cleaned_data.get(f"order_{column.position}")
        if not order or not is_open(column) or not column.field:
            return column
        return ColumnMatch(
            column.position,
            column.header,
            column.field,
            column.certain,
            {**column.how, "order": order, "sure": "yes", CHOSEN: "yes"},
            column.samples,
        )


def is_open(column: ColumnMatch) -> bool:
    """Whether a person should say in which order the dates of a column stand."""
    return "order" in column.how and (column.how.get("sure") == "no" or CHOSEN in column.how)


def field_choices(kind: Kind) -> list[tuple[str, str]]:
    """What a column can give, in a person's words."""
    return [
        (field.name, _("%s (not kept)") % field.label if field.name in NOT_KEPT else str(field.label))
        for field in FIELDS[kind]
    ]
