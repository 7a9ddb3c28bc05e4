"""What the task worker does about résumés."""

from django.tasks import task

from portico.candidates import resume_readings
from portico.kit.storing import or_later


@task
def read_document(document_id: int) -> None:
    """Read a résumé that was handed in."""
    with or_later(read_document, document_id):
        resume_readings.read_now(document_id)
