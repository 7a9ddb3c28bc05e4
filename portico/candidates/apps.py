from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Teaches the timeline what happens to candidates."""

    name = "portico.candidates"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portico.records.events import say

        say(
            {
                "candidate.added": _("added the candidate"),
                "candidate.changed": _("changed {fields}"),
                "candidate.archived": _("archived the candidate"),
                "candidate.restored": _("restored the candidate"),
                "candidate.merged": _("merged {other} into this candidate"),
                "candidate.invited": _("invited the candidate to the candidate portal"),
                "candidate.imported": _("imported the candidate from {source}"),
            }
        )
