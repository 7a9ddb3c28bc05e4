from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Events, notes, documents and tasks of every record; teaches the timeline what happens to documents."""

    name = "portico.records"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate
        from django.tasks.signals import task_finished, task_started
        from django.utils.translation import gettext_lazy as _

        from portico.records import audit_reading  # its long task is registered by being imported
        from portico.records.append_only import protect_after_migrating
        from portico.records.events import say
        from portico.records.origins import task_begins, task_ends

        assert audit_reading
        post_migrate.connect(protect_after_migrating, sender=self)
        task_started.connect(task_begins, dispatch_uid="origin")
        task_finished.connect(task_ends, dispatch_uid="origin")
        say(
            {
                "audit.blanked": _("took the words out of events of an erased person"),
                "audit.verified": _("checked the audit log: {events} events in {seals} seals, nothing was changed"),
                "audit.broken": _("checked the audit log: {said}"),
                "list.exported": _("downloaded {list} as a file"),
                "audit.exported": _("asked for the audit log as a file"),
                "note.deleted": _("deleted a note"),
                "longtask.waiting": _("tried again: {title}"),
                "longtask.running": _("started: {title}"),
                "longtask.paused": _("stopped for now: {title}"),
                "longtask.done": _("finished: {title}"),
                "longtask.failed": _("could not finish: {title}"),
                "longtask.canceled": _("canceled: {title}"),
                "document.added": _("added the document “{document}”"),
                "document.archived": _("archived the document “{document}”"),
                "document.infected": _("found a virus in the document “{document}” and removed it: {virus}"),
                "document.released": _("gave the document “{document}” back: no virus after all"),
                "document.restored": _("brought back the document “{document}”"),
            }
        )
