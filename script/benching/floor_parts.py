"""What the floor's pages share."""

from collections.abc import Callable
from html import escape as e
from typing import Any

type Ask = Callable[..., list[Any]]
type Draw = Callable[[Ask, Any, int, Any], str]

PAGES: dict[str, Draw] = {}
STAGES = (
    "SELECT id, name, kind, position FROM jobs_stage WHERE agency_id = ? AND archived IS NULL ORDER BY position, id"
)
NOTES = (
    "SELECT id, author_name, text, written FROM records_note"
    " WHERE kind = ? AND object_id = ? ORDER BY written DESC LIMIT 50"
)
FILES = (
    "SELECT id, name, document_kind, size, added FROM records_document"
    " WHERE kind = ? AND object_id = ? AND archived IS NULL ORDER BY added DESC"
)


def page(draw: Draw) -> Draw:
    """One of the pages, by its name."""
    PAGES[draw.__name__] = draw
    return draw


def menu(me: Any) -> str:
    """What stands above every page."""
    return f'<header><a href="/">{e(me[11])}</a><nav><a href="/a/">A</a><span>{e(me[5])}</span></nav></header>'


def hanging(ask: Ask, tables: dict[str, str], number: int) -> str:
    """What may hang on a record, table by table: mostly nothing, but a page that shows it must ask."""
    found = [ask(f"SELECT * FROM {table} WHERE {column} = ? LIMIT 50", number) for table, column in tables.items()]
    return "".join(f"<li>{e(str(row[0]))}</li>" for rows in found for row in rows)


def attached(ask: Ask, kind: str, number: int) -> str:
    """Notes and files of a record; its timeline is brought when somebody comes to it."""
    notes = "".join(f"<li><b>{e(by)}</b> {at}<p>{e(text)}</p></li>" for _, by, text, at in ask(NOTES, kind, number))
    files = "".join(
        f'<li><a href="/desk/documents/{pk}/">{e(name)}</a> {sort} {size} {at}</li>'
        for pk, name, sort, size, at in ask(FILES, kind, number)
    )
    return f"<ul>{notes}</ul><ul>{files}</ul>"


def boards(stages: dict[int, tuple[Any, list[str]]]) -> str:
    """Columns with their cards."""
    return "".join(
        f"<section><h2>{e(stage[1])} {len(cards)}</h2><ol>{''.join(cards)}</ol></section>"
        for stage, cards in stages.values()
    )
