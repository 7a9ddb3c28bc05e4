"""Indexes for tables in use: PostgreSQL builds them beside the writing, without locking anybody out.

A migration that holds one is `atomic = False`.
"""

from typing import Any, ClassVar

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db.migrations import AddIndex, RemoveIndex


class InUse:
    """An operation on a table that people write to meanwhile: without locking where the database can do that."""

    beside: ClassVar[Any]
    usual: ClassVar[Any]

    def way(self, schema_editor: Any) -> Any:
        """Without locking only PostgreSQL can, and only outside of a transaction."""
        connection = schema_editor.connection
        return self.beside if connection.vendor == "postgresql" and not connection.in_atomic_block else self.usual

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Do it."""
        self.way(schema_editor).database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take it back."""
        self.way(schema_editor).database_backwards(self, app_label, schema_editor, from_state, to_state)


class AddIndexInUse(InUse, AddIndexConcurrently):
    """A new index."""

    beside, usual = AddIndexConcurrently, AddIndex


class RemoveIndexInUse(InUse, RemoveIndexConcurrently):
    """An index that is no longer needed."""

    beside, usual = RemoveIndexConcurrently, RemoveIndex
