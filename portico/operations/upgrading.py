"""Can the version before go on while this one's migrations are applied? Looks at the new ones for what would break it.

An update rolls from host to host: for some minutes the version before reads and writes a database that is already
changed. So a release adds (a table, a column that may be empty or has a value of its own in the database), the code
moves over, and only the next release takes away. A migration may say in `beside_older_code` why it is safe anyway.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import Field, ManyToManyField
from django.db.models.fields import NOT_PROVIDED

RELEASED = Path("config/released.txt")
"""The version before, and the last migration of each package in it."""
GONE = "the version before still reads it: let one release pass in which nothing does"
TAKEN_AWAY = (operations.DeleteModel, operations.RemoveField)
RENAMED = (operations.RenameModel, operations.RenameField, operations.AlterModelTable)


@dataclass(frozen=True, slots=True)
class Danger:
    """One step of a migration, and what it breaks."""

    migration: str
    step: str
    why: str
    excused: str
    """The migration's own words why it is safe all the same."""

    def __str__(self) -> str:
        return f"{self.migration}: {self.step}: {self.excused or self.why}"


def dangers() -> list[Danger]:
    """Everything that the version before would stumble over, in the migrations that it does not have."""
    loader = MigrationLoader(None)
    return [danger for migration, state in new_migrations(loader) for danger in dangers_of(migration, state)]


def ours() -> set[str]:
    """The packages of this project."""
    return {config.label for config in apps.get_app_configs() if config.name.startswith(("portico.", "demo"))}


def released() -> dict[str, str]:
    """The last migration of each package in the version before."""
    lines = (Path(settings.BASE_DIR) / RELEASED).read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def new_migrations(loader: MigrationLoader) -> Iterator[tuple[Migration, ProjectState]]:
    """Each that the version before does not have, with the state of all models before it."""
    there = {node for leaf in released().items() for node in loader.graph.forwards_plan(leaf)}
    state = loader.project_state(sorted(released().items()), at_end=True)
    mine, seen = ours(), set(there)
    for leaf in sorted(loader.graph.leaf_nodes()):
        for node in loader.graph.forwards_plan(leaf):
            if node in seen or node[0] not in mine:
                continue
            seen.add(node)
            migration = loader.graph.nodes[node]
            yield migration, state
            state = migration.mutate_state(state, preserve=True)


def dangers_of(migration: Migration, state: ProjectState) -> Iterator[Danger]:
    """Those of one migration."""
    now, made = state.clone(), set()
    for step in migration.operations:
        if isinstance(step, operations.CreateModel):
            made.add(step.name_lower)
        touched = getattr(step, "model_name_lower", getattr(step, "name_lower", ""))
        if touched not in made and (why := why_dangerous(step, now, migration.app_label)):
            name = f"{migration.app_label}.{migration.name}"
            yield Danger(name, step.describe(), why, getattr(migration, "beside_older_code", ""))
        step.state_forwards(migration.app_label, now)


def why_dangerous(step: Any, state: ProjectState, package: str) -> str:
    """What the version before would stumble over; nothing where it does not."""
    if isinstance(step, TAKEN_AWAY):
        return GONE
    if isinstance(step, RENAMED):
        return "the version before knows it by its former name: add the new one beside it"
    if isinstance(step, operations.AddField):
        return why_not_added(step.field)
    if isinstance(step, operations.AlterField):
        before = state.models[package, step.model_name_lower].fields.get(step.name_lower)
        return why_not_altered(before, step.field) if before is not None else ""
    if isinstance(step, operations.AddConstraint | operations.AlterUniqueTogether):
        return "the version before may write what it forbids: let one release pass that does not"
    if isinstance(step, operations.AddIndex) and not isinstance(step, AddIndexConcurrently):
        return "everybody who writes waits while it is built: use AddIndexInUse (kit/indexing.py)"
    if isinstance(step, operations.RunSQL):
        return "only a person can tell what this does to the version before"
    return ""


def why_not_added(field: "Field[Any, Any]") -> str:
    """The version before writes rows without it."""
    if field.null or field.db_default is not NOT_PROVIDED or isinstance(field, ManyToManyField):
        return ""
    return "the version before writes rows without it: give it null=True or a db_default"


def why_not_altered(before: "Field[Any, Any]", after: "Field[Any, Any]") -> str:
    """It must take all that the version before writes, and be read as before."""
    if before.get_internal_type() != after.get_internal_type():
        return "the version before reads and writes another type: add a field beside it"
    if before.null and not after.null and after.db_default is NOT_PROVIDED:
        return "the version before leaves it empty"
    if after.unique and not before.unique:
        return "the version before may write what it forbids"
    if after.max_length and (before.max_length or after.max_length) > after.max_length:
        return "the version before writes longer texts"
    if before.db_default is not NOT_PROVIDED and after.db_default is NOT_PROVIDED:
        return "the version before relies on the value that the database gives"
    return ""


def note_release(version: str) -> None:
    """From now on this version is the one before."""
    loader = MigrationLoader(None)
    leaves = sorted(" ".join(leaf) for leaf in loader.graph.leaf_nodes() if leaf[0] in ours())
    head = f"# Version {version}: the last migration of each package. Written by manage.py check_upgrade --release."
    (Path(settings.BASE_DIR) / RELEASED).write_text("\n".join([head, *leaves, ""]), encoding="utf-8")
