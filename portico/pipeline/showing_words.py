"""What the timeline says of introductions, permissions and blind profiles."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "submission.asked_who": _("asked who the blind profile of {candidate} for {job} is"),
    "submission.introduced": _("introduced {candidate} to {organization} for {job}"),
    "submission.not_introduced": _("did not say who {candidate} is, for {job}: {reason}"),
    "submission.without_permission": _("shows {candidate} to {organization} without permission for {job}: {reason}"),
    "permission.requested": _("asked {candidate} for permission to be put forward for {job}"),
    "permission.reminded": _("asked {candidate} again for permission for {job}"),
    "permission.granted": _("{candidate} gave permission to be put forward for {job}"),
    "permission.refused": _("{candidate} does not want to be put forward for {job}"),
    "permission.lapsed": _("{candidate} did not answer in time whether to be put forward for {job}"),
    "permission.expired": _("The permission of {candidate} for {job} ran out"),
    "permission.withdrawn": _("{candidate} took the permission for {job} back: {reason}"),
    "jobshare.digest": _("put {job} into the next morning’s mail to {organization}"),
}
