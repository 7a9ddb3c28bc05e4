from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """Teaches the timeline what happens in the pipeline."""

    name = "portico.pipeline"

    def ready(self) -> None:
        from portico.access.feeds import ENTRIES
        from portico.jobs.stages import STAGE_IN_USE
        from portico.pipeline import apply_privacy, bulk  # noqa: F401
        from portico.pipeline.calendars import entries_of
        from portico.pipeline.interview_words import INTERVIEW_WORDS
        from portico.pipeline.models import DraftFile, Profile, somebody_stands_in
        from portico.pipeline.offers import files_of_offers
        from portico.pipeline.privacy_hooks import take_part
        from portico.pipeline.profiles import pages_named
        from portico.pipeline.showing_words import SENTENCES
        from portico.pipeline.words import PIPELINE_WORDS
        from portico.records import quotas
        from portico.records.events import say
        from portico.records.subjects import MONEY_FILES
        from portico.records.sweeping import FOLDERS, NAMED

        FOLDERS["profiles"] = [(Profile, "key")]
        FOLDERS["drafts"] = [(DraftFile, "key")]
        NAMED["profile-pages"] = pages_named
        quotas.COUNTED.append(DraftFile)
        say(SENTENCES)
        STAGE_IN_USE.append(somebody_stands_in)
        MONEY_FILES.append(files_of_offers)
        ENTRIES.append(entries_of)
        say(INTERVIEW_WORDS)
        say(PIPELINE_WORDS)
        take_part()
        apply_privacy.take_part()
