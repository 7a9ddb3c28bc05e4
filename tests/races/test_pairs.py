"""Two people do two things to one thing at once: one happens whole, the other is told. For everything with a status."""

import ast
import os
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from portico.kit.failpoints import armed
from tests.races.pairs import Tally, run
from tests.races.recipes import CONTROLS, RECIPES
from tests.world import Acme
from tests.world import acme as build

ROUNDS = int(os.environ.get("RACE_ROUNDS", "0"))
"""Where this is set, all pairs are tried so often (script/soak does); else a choice of them, once."""


@pytest.fixture
def world(transactional_db: None) -> Acme:
    """The world, where threads see each other's work."""
    return build()


@pytest.mark.long
def test_of_two_at_once_one_happens_whole_and_the_other_is_told(world: Acme) -> None:
    tally = Tally()
    for recipe in RECIPES:
        run(recipe, world, rounds=ROUNDS, tally=tally)
    print(tally.says())  # noqa: T201
    assert not tally.violations, "\n".join(tally.violations)
    assert missing_steps(tally) == set()


def missing_steps(tally: Tally) -> set[tuple[str, str, str]]:
    """Steps of MOVES that no deed took, apart from those that are known not to be there."""
    wanted = {
        (recipe.model, before, after)
        for recipe in RECIPES
        for before, goals in moves_of(recipe.model).items()
        for after in goals
        if (before, after) not in recipe.unreached
    }
    return {(model.__name__, before, after) for model, before, after in wanted - tally.steps}


def test_without_comparing_the_status_both_would_happen(world: Acme) -> None:
    tally = Tally()
    with armed("lifecycle.compare=skip"):
        for recipe in CONTROLS:
            run(recipe, world, tally=tally)
    print(tally.says())  # noqa: T201
    assert len(tally.violations) > tally.pairs // 3, tally.violations


def moves_of(model: Any) -> dict[str, set[str]]:
    """Its table of steps."""
    found: dict[str, set[str]] = model.MOVES
    return found


def test_everything_with_a_status_has_a_recipe() -> None:
    with_moves = {model for model in apps.get_models() if getattr(model, "MOVES", None)}
    assert with_moves == {recipe.model for recipe in RECIPES}


def test_everything_that_moves_a_status_is_known_here() -> None:
    assert movers() == {way for recipe in RECIPES for way in recipe.ways}


def movers() -> set[str]:
    """The functions that call `become`, as module:name."""
    found = set()
    source = Path(settings.BASE_DIR) / "portico"
    for path in source.rglob("*.py"):
        if path.name == "lifecycle.py" or "migrations" in path.parts:
            continue
        module = ".".join(path.relative_to(source).with_suffix("").parts)
        found |= {f"{module}:{name}" for name in moving(ast.parse(path.read_text()))}
    return found


def moving(tree: ast.Module) -> set[str]:
    """Names of functions and methods of a module with a call of `become` in them."""
    named = [(one.name, one) for one in tree.body if isinstance(one, ast.FunctionDef)]
    for kind in (one for one in tree.body if isinstance(one, ast.ClassDef)):
        named += [(f"{kind.name}.{one.name}", one) for one in kind.body if isinstance(one, ast.FunctionDef)]
    return {name for name, function in named if any(is_become(one) for one in ast.walk(function))}


def is_become(node: ast.AST) -> bool:
    """Whether this is a call of become."""
    if not isinstance(node, ast.Call):
        return False
    return getattr(node.func, "attr", getattr(node.func, "id", "")) == "become"
