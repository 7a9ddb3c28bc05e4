"""Every model and every verb says in a sentence what it means in the business."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import files, name, text

DJANGO_ASKS_FOR = {"save", "clean", "delete", "natural_key", "get_absolute_url"}


def model_modules() -> list[Path]:
    """The files that define models."""
    found = [path for path in files(".py") if name(path).startswith("portico/")]
    return [path for path in found if path.name == "models.py" or path.parent.name == "models"]


def silent(module: Path) -> Iterator[str]:
    """Models and verbs without a docstring."""
    for thing in ast.parse(text(module)).body:
        if not isinstance(thing, ast.ClassDef):
            continue
        if ast.get_docstring(thing) is None:
            yield f"{name(module)}: {thing.name}"
        for verb in thing.body:
            if not isinstance(verb, ast.FunctionDef) or verb.name.startswith("_") or verb.name in DJANGO_ASKS_FOR:
                continue
            if ast.get_docstring(verb) is None:
                yield f"{name(module)}: {thing.name}.{verb.name}"


def test_every_model_and_verb_says_what_it_means() -> None:
    assert not [what for module in model_modules() for what in silent(module)]
