from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Teaches the timeline what happens to jobs and stages."""

    name = "portico.jobs"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portico.records.events import say
        from portico.records.subjects import PARTLY_SEEN

        PARTLY_SEEN.append("jobs.job")
        say(
            {
                "job.added": _("added the job {job}"),
                "job.changed": _("changed {fields}"),
                "job.open": _("opened the job"),
                "job.on_hold": _("put the job on hold"),
                "job.filled": _("marked the job as filled"),
                "job.closed": _("closed the job"),
                "job.archived": _("archived the job {job}"),
                "job.restored": _("restored the job {job}"),
                "job.imported": _("imported the job from {source}"),
                "job.team_changed": _("changed the team: {team}"),
                "stage.added": _("added the stage {stage}"),
                "stage.changed": _("changed the stage {stage}"),
                "stage.archived": _("archived the stage {stage}"),
                "stage.restored": _("restored the stage {stage}"),
            }
        )
