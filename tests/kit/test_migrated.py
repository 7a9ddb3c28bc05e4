"""The database of the tests is a copy of one that was migrated once (tests/migrated.py)."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def test_the_tests_database_has_every_migration(db: None) -> None:
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
