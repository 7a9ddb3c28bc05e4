"""Indexes for tables in use: PostgreSQL builds them beside the writing, without locking anybody out.

A migration that holds one is `atomic = False`.
"""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db.migrations import AddIndex, RemoveIndex


def beside_writing(schema_editor: Any) -> bool:
    """Whether the database can do it without locking: only PostgreSQL, and only outside of a transaction."""
    connection = schema_editor.connection
    return connection.vendor == "postgresql" and not connection.in_atomic_block


class AddIndexInUse(AddIndexConcurrently):
    """A new index on a table that people write to meanwhile."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Build it."""
        kind: Any = AddIndexConcurrently if beside_writing(schema_editor) else AddIndex
        kind.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop it."""
        kind: Any = AddIndexConcurrently if beside_writing(schema_editor) else AddIndex
        kind.database_backwards(self, app_label, schema_editor, from_state, to_state)


class RemoveIndexInUse(RemoveIndexConcurrently):
    """An index that is no longer needed, on a table that people write to meanwhile."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop it."""
        kind: Any = RemoveIndexConcurrently if beside_writing(schema_editor) else RemoveIndex
        kind.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Build it again."""
        kind: Any = RemoveIndexConcurrently if beside_writing(schema_editor) else RemoveIndex
        kind.database_backwards(self, app_label, schema_editor, from_state, to_state)
