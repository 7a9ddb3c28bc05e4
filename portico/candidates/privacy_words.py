"""What the timeline says about people's data, their consents and their requests."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PRIVACY_WORDS: dict[str, Any] = {
    "candidate.erased": _("was erased {way}"),
    "consent.lapsed": _("the consent to “{purpose}” ran out"),
    "consent.reminded": _("was asked to renew the consent to “{purpose}”"),
    "consent_text.drafted": _("wrote the wording {version} for “{purpose}”"),
    "consent_text.dropped": _("threw away the draft {version} for “{purpose}”"),
    "consent_text.published": _("published the wording {version} for “{purpose}”"),
    "privacy.asked": _("asked for: {kind} ({way})"),
    "privacy.copy_fetched": _("fetched the copy of the data"),
    "privacy.copy_ready": _("the copy of the data was made"),
    "privacy.held": _("put a hold on the data: {reason}"),
    "privacy.hold_lifted": _("lifted the hold on the data: {reason}"),
    "privacy.refused": _("refused: {kind}"),
    "privacy.taken_back": _("took back the request: {kind}"),
    "privacyrequest.done": _("did what was asked for"),
    "privacyrequest.identity_checked": _("checked who it is"),
    "privacyrequest.in_progress": _("began to do what was asked for"),
    "privacyrequest.refused": _("refused what was asked for"),
    "retention.asked": _("was asked whether the profile may be kept"),
    "retention.kept": _("may be kept, says the person"),
    "retention.left": _("wishes to be removed"),
}
