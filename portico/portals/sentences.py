"""What happens to portals, their people and shares, in the words of the timeline."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "portal.opened": _("opened the client portal of {organization}"),
    "portal.switched_off": _("switched off the client portal of {organization}"),
    "portal.switched_on": _("switched on the client portal of {organization}"),
    "portal.customized": _("changed the settings of the client portal of {organization}"),
    "portal.custom_on": _("gave the client portal of {organization} settings of its own"),
    "portal.custom_off": _("let the client portal of {organization} follow the agency’s settings"),
    "portaldefaults.changed": _("changed the settings of all client portals"),
    "jobchange.proposed": _("proposed changes to {job}"),
    "jobchange.accepted": _("accepted the proposed changes to {job}"),
    "jobchange.partly_accepted": _("accepted some of the proposed changes to {job}"),
    "jobchange.declined": _("declined the proposed changes to {job}"),
    "jobchange.withdrawn": _("withdrew the proposed changes to {job}"),
    "contact.invited": _("invited {contact} to the client portal as {role}"),
    "contact.changed_own": _("changed their own details: {fields}"),
    "contact.joined": _("{contact} joined the client portal"),
    "contact.scope_changed": _("changed what {contact} sees: {scope}"),
    "contact.role_changed": _("changed the portal role of {contact} to {role}"),
    "colleague.requested": _("asked to invite {person} as {role}"),
    "colleague.approved": _("approved that {person} is invited"),
    "colleague.declined": _("declined to invite {person}: {reason}"),
    "jobshare.prepared": _("prepared sharing {job} with {organization}"),
    "jobshare.shared": _("shared {job} with {organization}"),
    "jobshare.changed": _("changed the share of {job}"),
    "jobshare.live": _("shared {job} again with {organization}"),
    "jobshare.decider_chosen": _("chose who decides on candidates for {job}: {who}"),
    "jobshare.reminded": _("reminded the client of {job}"),
    "jobshare.paused": _("paused the share of {job}"),
    "jobshare.ended": _("stopped sharing {job} with {organization}"),
}
