from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """Teaches the timeline what happens in the pipeline."""

    name = "portico.pipeline"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portico.access.feeds import ENTRIES
        from portico.jobs.stages import STAGE_IN_USE
        from portico.pipeline.calendars import entries_of
        from portico.pipeline.interview_words import INTERVIEW_WORDS
        from portico.pipeline.models import Profile, somebody_stands_in
        from portico.pipeline.showing_words import SENTENCES
        from portico.records.events import say
        from portico.records.sweeping import FOLDERS

        FOLDERS["profiles"] = [(Profile, "key")]
        say(SENTENCES)
        STAGE_IN_USE.append(somebody_stands_in)
        ENTRIES.append(entries_of)
        say(INTERVIEW_WORDS)
        say(
            {
                "member.handed_over": _("Handed everything of {giver} over to {taker}"),
                "record.deleted": _("deleted the {kind} {name}"),
                "application.added": _("added {candidate} to {job} in {stage}"),
                "application.moved": _("moved {candidate} from {before} to {stage} for {job}"),
                "application.rejected": _("rejected {candidate} for {job}: {reason}"),
                "application.withdrawn": _("withdrew {candidate} from {job}: {reason}"),
                "application.open": _("reopened {candidate} for {job}"),
                "application.placed": _("placed {candidate} as {job}, starting {start}"),
                "application.job_closed": _("{candidate}’s application ended: {job} was closed"),
                "submission.proposed": _("prepared {candidate} for {organization} again"),
                "submission.discarded": _("did not submit {candidate} for {job} again"),
                "submission.submitted": _("submitted {candidate} for {job} to {organization}"),
                "submission.changed": _("changed what {organization} sees of {candidate} for {job}"),
                "submission.withdrawn": _("took {candidate} for {job} back from {organization}"),
                "submission.viewed": _("looked at {candidate} for {job}"),
                "submission.downloaded": _("downloaded “{document}” of {candidate} for {job}"),
                "submission.rated": _("gave {candidate} {rating} of 5 for {job}"),
                "submission.approved": _("approved {candidate} for {job}"),
                "submission.declined": _("declined {candidate} for {job}: {reason}"),
                "submission.corrected": _(
                    "changed the answer on {candidate} for {job} from {before} to {answer}: {remark}"
                ),
                "submission.advised": _("answered {answer} on {candidate} for {job}; somebody else decides"),
                "submission.message_sent": _("wrote a message about {candidate} for {job}"),
                "submission.forwarded": _("forwarded {candidate} for {job} to {to}"),
                "submission.guest_entered": _("the guest {to} looked at {candidate} for {job}"),
                "submission.guest_remarked": _("the guest {to} said something about {candidate} for {job}"),
                "submission.guest_ended": _("ended the guest link of {to} to {candidate} for {job}"),
                "submission.kept_in_view": _("keeps {candidate} in view for {job}"),
                "submission.remarked": _("remarked on {candidate} for {job}: {remark}"),
                "submission.answer_undone": _("took back the answer on {candidate} for {job}"),
                "submission.seen_by_agency": _("noted the client’s answer on {candidate} for {job}"),
            }
        )
