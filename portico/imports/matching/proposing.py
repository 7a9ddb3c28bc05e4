"""Which field each column probably gives."""

from collections.abc import Callable, Sequence

from portico.imports.cell import Cell, as_text, says_nothing
from portico.imports.cells.names import is_salutation
from portico.imports.cells.roles import has_both
from portico.imports.cells.vocabulary import words as words_of
from portico.imports.matching.fields import Field, Kind, Reading
from portico.imports.matching.fitting import fits, guessed
from portico.imports.matching.kinds import fields_of
from portico.imports.matching.mapping import ColumnMatch, Mapping
from portico.imports.matching.settling import settle
from portico.imports.matching.words import names_of, normal
from portico.imports.reading.table import Row, Table

SAMPLES_SHOWN = 3
_CERTAIN = 0.9
_PART_OF_NAME = 0.5
_BY_LOOKS = {
    Reading.EMAIL: ("email", "candidate_email", "contact_email"),
    Reading.LINKEDIN: ("linkedin",),
    Reading.LINK: ("website",),
    Reading.PHONE: ("phone",),
    Reading.COUNTRY: ("country",),
}


def propose(kind: Kind, headers: Sequence[str], samples: Sequence[Row], country: str = "") -> list[ColumnMatch]:
    """A field, or none, for every column of a table; `samples` are some of its rows."""
    return list(propose_mapping(kind, headers, samples, country).columns)


def propose_for(kind: Kind, table: Table, country: str = "") -> Mapping:
    """The mapping to begin with for a table."""
    return propose_mapping(kind, table.headers, table.sample(), country)


def propose_mapping(kind: Kind, headers: Sequence[str], samples: Sequence[Row], country: str = "") -> Mapping:
    """What `propose` gives, as a mapping."""
    cells = [[row.cells[at] for row in samples if not row.problem] for at in range(len(headers))]
    chosen = _by_name(kind, headers, cells)
    _settle_names(chosen, kind, headers, cells)
    _by_looks(chosen, kind, cells)
    columns = tuple(
        ColumnMatch(at, header, *chosen.get(at, ("", False)), samples=_shown(cells[at]))
        for at, header in enumerate(headers)
    )
    return settle(Mapping(kind, columns), [row for row in samples if not row.problem], country)


def _by_name(kind: Kind, headers: Sequence[str], cells: Sequence[Sequence[Cell]]) -> dict[int, tuple[str, bool]]:
    fields = fields_of(kind)
    rated = [
        (rate, -at, -order, field)
        for at, header in enumerate(headers)
        for order, field in enumerate(fields.values())
        if (rate := likeness(kind, header, field)) >= _PART_OF_NAME
    ]
    chosen: dict[int, tuple[str, bool]] = {}
    for rate, at, _order, field in sorted(rated, key=lambda one: one[:3], reverse=True):
        field = _better(field, fields, cells[-at])
        taken = {name for name, _sure in chosen.values()}
        if -at in chosen or (field.name in taken and not field.many) or not fits(field, cells[-at]):
            continue
        chosen[-at] = (field.name, rate >= _CERTAIN)
    return chosen


def likeness(kind: Kind, header: str, field: Field) -> float:
    """How well a column's name says this field: 1 where it is one of its names."""
    name, names = normal(header), names_of(kind, field.name)
    if name in names:
        return 1.0
    words = name.split()
    weightless = words_of(f"row_of_{kind}") | words_of("about_nothing")
    kept = [word for word in words if word not in weightless]
    if kept and " ".join(kept) in names:
        return 0.9
    if words_of("other_meaning") & set(words):
        return 0.0
    best = 0.0
    for known in names:
        if len(known) > 3 and f" {known} " in f" {name} ":
            best = max(best, 0.8 * len(known.split()) / len(words))
    return best


def _better(field: Field, fields: dict[str, Field], cells: Sequence[Cell]) -> Field:
    """The field that the cells speak for, where a column's name may mean two things."""

    def mostly(looks: Callable[[str], bool], other: str) -> bool:
        texts = [text for cell in cells if (text := as_text(cell))]
        return other in fields and sum(map(looks, texts)) * 2 > len(texts)

    match field.name:
        case "title" if mostly(is_salutation, "salutation"):
            return fields["salutation"]
        case "title" | "employer" if mostly(has_both, "role_and_employer"):
            return fields["role_and_employer"]
        case "city" if mostly(lambda text: "," in text, "location"):
            return fields["location"]
        case "linkedin" if not fits(field, cells):
            return fields["website"]
    return field


def _settle_names(
    chosen: dict[int, tuple[str, bool]], kind: Kind, headers: Sequence[str], cells: Sequence[Sequence[Cell]]
) -> None:
    """ "Name" beside "Vorname" is the family name; "Nom" or "Nombre" alone is the whole."""
    if "first_name" not in fields_of(kind):
        return
    where = {name: at for at, (name, _sure) in chosen.items()}
    whole, given, family = where.get("name"), where.get("first_name"), where.get("last_name")
    if whole is not None and given is not None and family is None:
        pairs = [(as_text(one), as_text(other)) for one, other in zip(cells[whole], cells[given], strict=True)]
        if sum(bool(first) and first in name for name, first in pairs) * 2 < len(pairs):
            chosen[whole] = ("last_name", True)
    elif whole is None and (given is None) != (family is None):
        alone = given if given is not None else family
        if alone is not None and normal(headers[alone]) in ("nom", "nombre", "nombres", "first", "last"):
            chosen[alone] = ("name", True)


def _by_looks(chosen: dict[int, tuple[str, bool]], kind: Kind, cells: Sequence[Sequence[Cell]]) -> None:
    fields = fields_of(kind)
    for at, samples in enumerate(cells):
        if at in chosen or (looks := guessed(samples)) is None:
            continue
        taken = {name for name, _sure in chosen.values()}
        for name in _BY_LOOKS[looks]:
            if name in fields and (fields[name].many or name not in taken):
                chosen[at] = (name, False)
                break


def _shown(cells: Sequence[Cell]) -> tuple[str, ...]:
    texts = dict.fromkeys(text for cell in cells if not says_nothing(text := as_text(cell)))
    return tuple(text[:80] for text in texts)[:SAMPLES_SHOWN]
