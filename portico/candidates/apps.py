from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Teaches the timeline what happens to candidates."""

    name = "portico.candidates"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portico.candidates import update_asking  # noqa: F401
        from portico.candidates.update_words import SENTENCES
        from portico.records.events import MONEY_VERBS, say

        say(SENTENCES)
        MONEY_VERBS.add("candidate.pay_left_over")
        say(
            {
                "candidate.added": _("added the candidate"),
                "candidate.changed": _("changed {fields}"),
                "candidate.archived": _("archived the candidate"),
                "candidate.restored": _("restored the candidate"),
                "candidate.merged": _("merged {other} into this candidate"),
                "candidate.pay_left_over": _("merged a record with another pay expectation: {pay}"),
                "candidate.invited": _("invited the candidate to the candidate portal"),
                "candidate.updated_own": _("updated {fields}, {way}"),
                "candidate.proposed": _("proposed another {fields}, {way}; a recruiter decides"),
                "candidate.confirmed": _("confirmed {fields}, {way}"),
                "candidate.proposal_accepted": _("took over the proposed {fields}"),
                "candidate.proposal_declined": _("left {fields} as it was: {reason}"),
                "consent.given": _("agreed to “{purpose}” (wording {version})"),
                "consent.refused": _("did not agree to “{purpose}” (wording {version})"),
                "consent.withdrawn": _("withdrew the consent to “{purpose}”"),
                "agency.candidate_rules_changed": _("changed the rules for candidates: {fields}"),
                "candidate.imported": _("imported the candidate from {source}"),
            }
        )
