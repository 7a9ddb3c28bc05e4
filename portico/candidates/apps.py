from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Teaches the timeline what happens to candidates."""

    name = "portico.candidates"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portico.access.account import ON_NEW_ADDRESS
        from portico.candidates import bulk_inviting  # noqa: F401
        from portico.candidates.addresses import follow_address
        from portico.candidates.update_words import SENTENCES
        from portico.candidates.resume_readings import ask_for
        from portico.records.events import MONEY_VERBS, say
        from portico.records.files import ON_KEPT

        say(SENTENCES)
        ON_NEW_ADDRESS.append(follow_address)

        ON_KEPT.append(ask_for)

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
                "candidate.proposal_dropped": _("took back the proposed {fields}"),
                "candidate.registered": _("made an account in the candidate portal"),
                "candidate.claimed": _("made an account, matched to this record by the verified address"),
                "candidate.possible_duplicate": _("made an account; other records have the same address: {others}"),
                "candidate.onboarded": _("filled in their profile"),
                "credential.added": _("added the credential {name}"),
                "credential.changed": _("changed the credential {name}"),
                "credential.uploaded": _("has to be checked again"),
                "credential.verified": _("checked the credential {name}"),
                "credential.rejected": _("did not accept the credential {name}: {reason}"),
                "credential.archived": _("removed the credential {name}"),
                "credential.noticed": _("told that {name} is valid until {day}"),
                "candidate.absent": _("cannot work from {first} to {last}"),
                "candidate.absence_removed": _("can work after all from {first} to {last}"),
                "layout.added": _("made the profile layout {name}"),
                "layout.changed": _("changed the profile layout {name}"),
                "layout.deleted": _("deleted the profile layout {name}"),
                "consent.given": _("agreed to “{purpose}” (wording {version})"),
                "consent.refused": _("did not agree to “{purpose}” (wording {version})"),
                "consent.withdrawn": _("withdrew the consent to “{purpose}”"),
                "agency.candidate_rules_changed": _("changed the rules for candidates: {fields}"),
                "candidate.tagged": _("tagged the candidate “{tag}”"),
                "candidate.untagged": _("took the tag “{tag}” off the candidate"),
                "candidate.imported": _("imported the candidate from {source}"),
            }
        )
