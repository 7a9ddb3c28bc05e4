"""What the timeline says of interviews."""

from django.utils.translation import gettext_lazy as _

INTERVIEW_WORDS = {
    "interview.requested": _("asked for an interview with {candidate} for {job}"),
    "interview.times_given": _("offered times for “{interview}” with {candidate} for {job}"),
    "interview.slots_offered": _("sent the times for “{interview}” with {candidate} for {job}"),
    "interview.picked": _("picked a time for “{interview}” with {candidate} for {job}"),
    "interview.picked_by_link": _("{candidate} picked a time for “{interview}” for {job}"),
    "interview.booked": _("set the time of “{interview}” with {candidate} for {job}"),
    "interview.confirmed": _("confirmed “{interview}” with {candidate} for {job}"),
    "interview.changed": _("changed “{interview}” with {candidate} for {job}"),
    "interview.people_set": _("set who takes part in “{interview}” with {candidate} for {job}: {people}"),
    "interview.proposed": _("{candidate} proposed other times for “{interview}” for {job}"),
    "interview.rescheduling": _("asked for a new time for “{interview}” with {candidate} for {job}: {reason}"),
    "interview.cancelled": _("cancelled “{interview}” with {candidate} for {job}: {reason}"),
    "interview.no_show_candidate": _("{candidate} did not come to “{interview}” for {job}"),
    "interview.no_show_client": _("the client did not come to “{interview}” with {candidate} for {job}"),
    "interview.done": _("“{interview}” with {candidate} for {job} took place"),
    "interview.reviewed": _("gave feedback on “{interview}” with {candidate} for {job}: {advice}"),
    "interview.feedback_given": _("gave feedback on “{interview}” with {candidate} for {job}: {advice}"),
    "interview.candidate_told": _("{candidate} gave {rating} of 5 for interest in {job} after “{interview}”"),
}
