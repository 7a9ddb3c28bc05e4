"""Work on records that the task worker does."""

from django.tasks import task

from portico.records import previews


@task
def prepare(document_id: int) -> None:
    """Read a new document: its words for the search, its pages as pictures."""
    previews.prepare(document_id)
