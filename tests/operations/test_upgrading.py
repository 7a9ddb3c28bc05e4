"""What the version before would stumble over while an update rolls."""

from typing import Any

import pytest
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as steps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from portico.operations.upgrading import dangers, dangers_of, ours, released


def before() -> ProjectState:
    """A package with one table."""
    state = ProjectState()
    name = models.CharField(max_length=80, null=True)
    fields: list[tuple[str, models.Field[Any, Any]]] = [("id", models.BigAutoField(primary_key=True)), ("name", name)]
    state.add_model(ModelState("clients", "House", fields))
    return state


def found(*operations: Any, excuse: str = "") -> list[str]:
    """Why these steps are dangerous."""
    migration = Migration("0009_new", "clients")
    migration.operations = list(operations)  # type: ignore[misc]
    if excuse:
        migration.beside_older_code = excuse  # type: ignore[attr-defined]
    return [danger.excused or danger.why for danger in dangers_of(migration, before())]


WORD = models.CharField(max_length=40)
DANGEROUS = {
    "a table dropped": steps.DeleteModel("House"),
    "a column dropped": steps.RemoveField("house", "name"),
    "a column renamed": steps.RenameField("house", "name", "title"),
    "a table renamed": steps.RenameModel("House", "Home"),
    "a column that must be filled": steps.AddField("house", "color", WORD),
    "a value that only Django knows": steps.AddField("house", "color", models.CharField(max_length=9, default="red")),
    "a column that may be empty no longer": steps.AlterField("house", "name", models.CharField(max_length=80)),
    "a shorter column": steps.AlterField("house", "name", models.CharField(max_length=40, null=True)),
    "another type": steps.AlterField("house", "name", models.IntegerField(null=True)),
    "a new rule": steps.AddConstraint("house", models.UniqueConstraint(fields=["name"], name="one_house")),
    "an index that locks": steps.AddIndex("house", models.Index(fields=["name"], name="houses")),
    "words that nobody can judge": steps.RunSQL("SELECT 1"),
}
HARMLESS = {
    "a column that may be empty": steps.AddField("house", "color", models.CharField(max_length=9, null=True)),
    "a value of the database's own": steps.AddField("house", "color", models.CharField(max_length=9, db_default="")),
    "a longer column": steps.AlterField("house", "name", models.CharField(max_length=200, null=True)),
    "a new table": steps.CreateModel("Garden", [("id", models.BigAutoField(primary_key=True)), ("name", WORD)]),
}


@pytest.mark.parametrize("step", DANGEROUS.values(), ids=DANGEROUS)
def test_what_the_version_before_stumbles_over_is_found(step: Any) -> None:
    assert len(found(step)) == 1


@pytest.mark.parametrize("step", HARMLESS.values(), ids=HARMLESS)
def test_what_it_does_not_notice_is_fine(step: Any) -> None:
    assert found(step) == []


def test_what_is_done_to_a_table_of_the_same_migration_hurts_nobody() -> None:
    index = steps.AddIndex("garden", models.Index(fields=["name"], name="gardens"))
    assert found(HARMLESS["a new table"], index) == []


def test_a_migration_may_say_why_it_is_safe() -> None:
    assert found(steps.RunSQL("SELECT 1"), excuse="It only looks.") == ["It only looks."]


def test_the_list_of_the_version_before_names_migrations_that_there_are() -> None:
    loader = MigrationLoader(None)
    assert set(released()) == {package for package in ours() if package in loader.migrated_apps}
    assert set(released().items()) <= set(loader.graph.nodes)


def test_this_version_can_be_rolled_out_beside_the_one_before() -> None:
    assert [str(danger) for danger in dangers() if not danger.excused] == []
