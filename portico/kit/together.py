"""Asking about much of which there is mostly nothing: in one query whether there is any, then only for what there is.

    with only_what_there_is((verdicts_on, pk), (messages_on, pk)):
        verdicts, messages = verdicts_on(pk), messages_on(pk)

Within the block a query of which nothing was found is answered with an empty list. The questions stay what they are,
through the same door; a query that is not named is asked as ever.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from portico.kit.prepared import NOTHING, Prepared, rows_of

MOST = 200
STATEMENTS: dict[tuple[str, ...], str] = {}
"""The queries put together, by their texts."""


@contextmanager
def only_what_there_is(*asked: tuple[Any, ...]) -> Iterator[None]:
    """Each query with its arguments; for as long as the block lasts, what was not there is not looked for again."""
    token = NOTHING.set(empty(asked))
    try:
        yield
    finally:
        NOTHING.reset(token)


def empty(asked: tuple[tuple[Any, ...], ...]) -> dict[Hashable, tuple[Any, ...]]:
    """Those of the queries that find nothing, with their arguments."""
    texts, values, there = list[str](), list[Any](), list[tuple[Prepared[Any], tuple[Any, ...]]]()
    nothing: dict[Hashable, tuple[Any, ...]] = {}
    alias = ""
    for query, *args in asked:
        found = query.planned(tuple(args), {})
        if found is None:  # It cannot be compiled, and is asked as ever; as is what lies in another database.
            continue
        plan, given = found
        if plan is None:
            nothing[query] = tuple(args)
        elif plan.alias == (alias := alias or plan.alias):
            texts.append(plan.sql)
            values.extend(plan.filled(given))
            there.append((query, tuple(args)))
    if there:
        (told,) = rows_of(put_together(tuple(texts)), values, alias)
        nothing.update(one for one, any_there in zip(there, told, strict=True) if not any_there)
    return nothing


def put_together(texts: tuple[str, ...]) -> str:
    """One statement that says of each whether it finds anything."""
    known = STATEMENTS.get(texts)
    if known is None:
        if len(STATEMENTS) >= MOST:
            STATEMENTS.clear()
        known = STATEMENTS[texts] = "SELECT " + ", ".join(f"EXISTS({text})" for text in texts)
    return known
