from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Teaches the timeline what happens to jobs and stages."""

    name = "portico.jobs"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portico.candidates.erasing import ON_ERASE
        from portico.jobs.alerts import TOPIC, forget, stop_by_link
        from portico.messaging.opt_outs import STOPS
        from portico.records.events import say
        from portico.records.subjects import PARTLY_SEEN

        ON_ERASE.append(forget)
        STOPS[TOPIC] = stop_by_link

        PARTLY_SEEN += ["jobs.job", "jobs.requisition"]
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
                "job.requested": _("made the job from {who}’s requisition"),
                "job.team_changed": _("changed the team: {team}"),
                "requisition.submitted": _("asked for people: {requisition}"),
                "requisition.resubmitted": _("changed and submitted again: {requisition}"),
                "requisition.in_review": _("took up the requisition {requisition}"),
                "requisition.changes_requested": _("asked for changes to the requisition {requisition}"),
                "requisition.approved": _("approved the requisition {requisition}"),
                "requisition.declined": _("declined the requisition {requisition}"),
                "requisition.on_hold": _("put the requisition {requisition} on hold"),
                "requisition.resumed": _("took up the requisition {requisition} again"),
                "requisition.withdrawn": _("withdrew the requisition {requisition}"),
                "requisition.remarked": _("wrote a remark on the requisition {requisition}"),
                "advert.written": _("wrote the advert {advert}"),
                "advert.changed": _("changed the advert: {fields}"),
                "advert.live": _("published the advert {advert}"),
                "advert.ended": _("took the advert {advert} off the careers pages"),
                "source_link.added": _("made the campaign link {link}"),
                "source_link.archived": _("retired the campaign link {link}"),
                "job.form_changed": _("changed the application form of {job}"),
                "job.form_usual": _("went back to the usual application form for {job}"),
                "job.question_added": _("asks applicants: {question}"),
                "job.question_changed": _("changed a question for applicants: {fields}"),
                "job.question_archived": _("no longer asks applicants: {question}"),
                "job.question_restored": _("asks applicants again: {question}"),
                "stage.added": _("added the stage {stage}"),
                "stage.changed": _("changed the stage {stage}"),
                "stage.archived": _("archived the stage {stage}"),
                "stage.restored": _("restored the stage {stage}"),
            }
        )
