"""What the timeline says of update requests, of reviewed changes and of descriptions."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "updaterequest.sent": _("asked {person} to look over their profile"),
    "updaterequest.reminded": _("reminded {person} to look over their profile"),
    "updaterequest.opened": _("began to look over their profile"),
    "updaterequest.submitted": _("answered the update request"),
    "updaterequest.accepted": _("finished the update request: everything is taken over"),
    "updaterequest.partly_accepted": _("finished the update request: taken over in part"),
    "updaterequest.rejected": _("finished the update request: nothing was taken over"),
    "updaterequest.expired": _("did not answer the update request in time"),
    "updaterequest.canceled": _("called the update request off"),
    "candidate.no_update_requests": _("does not want to be asked to look over the profile"),
    "candidate.update_requests_wanted": _("noted that they may be asked to look over the profile again"),
    "candidate.put_back": _("put {fields} back to what it was"),
    "descriptiontemplate.added": _("made the description template {name}"),
    "descriptiontemplate.changed": _("changed the description template {name}"),
    "descriptiontemplate.deleted": _("deleted the description template {name}"),
}
