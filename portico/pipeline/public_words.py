"""How an application stands, in words for the candidate: kind ones, and never why it ended inside the agency."""

from django.utils.translation import gettext as _

from portico.jobs.stages import Stage

EARLY = {Stage.Kind.SOURCED, Stage.Kind.APPLIED}
INSIDE = {Stage.Kind.SCREENING, Stage.Kind.INTERNAL_REVIEW}
WITH_COMPANY = {Stage.Kind.SUBMITTED, Stage.Kind.CLIENT_REVIEW}
ENDED = ("placed", "rejected", "withdrawn", "job_closed")


def label_of(status: str, public_label: str) -> str:
    """The stage as the agency calls it before candidates; for what has ended, a neutral word."""
    match status:
        case "placed":
            return _("You got the job")
        case "rejected":
            return _("Not this time")
        case "withdrawn":
            return _("Withdrawn")
        case "job_closed":
            return _("Position closed")
    return public_label


def tone_of(status: str, kind: str) -> str:
    """The color of the label; it says nothing that the label does not say."""
    if status == "placed" or (status == "open" and kind == Stage.Kind.OFFER):
        return "ok"
    if status != "open":
        return "neutral"
    return "brand" if kind == Stage.Kind.INTERVIEW else "info"


def end_words(status: str, start: str = "") -> str:
    """What happens next where it has ended."""
    match status:
        case "placed":
            first_day = _("Your first day is %s.") % start if start else _("We will tell you your first day soon.")
            return _("Congratulations!") + " " + first_day
        case "rejected":
            return _("Thank you for your time. This one did not work out; we keep you in mind for others.")
        case "withdrawn":
            return _("This application was withdrawn. If that is a mistake, tell your recruiter.")
        case "job_closed":
            return _("The position was closed. It had nothing to do with you; we keep you in mind for others.")
    return ""


def next_of(status: str, kind: str, start: str = "") -> str:
    """What happens next, in plain words, where the agency wrote none of its own."""
    if status != "open":
        return end_words(status, start)
    if kind in EARLY:
        return _(
            "Your recruiter looks at your profile first and then gets in touch. There is nothing to do for you now."
        )
    if kind in INSIDE:
        return _("Your recruiter is reviewing your profile for this position. There is nothing to do for you now.")
    if kind in WITH_COMPANY:
        return _("The company is looking at your profile. Your recruiter tells you as soon as it answers.")
    if kind == Stage.Kind.INTERVIEW:
        return _("The company wants to get to know you. Your recruiter arranges time and place with you.")
    if kind == Stage.Kind.OFFER:
        return _("An offer is being prepared or waits for your answer. Your recruiter talks it through with you.")
    return _("Your recruiter gets in touch with you.")
