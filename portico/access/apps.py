from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Ways in; teaches the timeline what happens to a person's access."""

    name = "portico.access"

    def ready(self) -> None:
        from portico.access.links import lead
        from portico.access.set_up_first import set_up_first
        from portico.access.signing_in import has_ended
        from portico.access.support import is_over
        from portico.access.views.support import banner
        from portico.agencies.gate import ASKS_FIRST
        from portico.agencies.middleware import SESSION_ENDS
        from portico.kit.pages import CONTEXT
        from portico.messaging.writing import LEADS
        from portico.records.events import say

        LEADS.append(lead)
        SESSION_ENDS.append(has_ended)
        SESSION_ENDS.append(is_over)
        CONTEXT.append(banner)
        ASKS_FIRST.append(set_up_first)

        say(
            {
                "member.invited": _("Invited {person}"),
                "member.invited_again": _("Sent {person} a new invitation"),
                "member.active": _("{person} joined"),
                "member.restored": _("Gave {person} access again"),
                "member.expired": _("The invitation of {person} expired"),
                "member.suspended": _("Suspended the access of {person}: {reason}"),
                "member.revoked": _("Ended the access of {person}"),
                "member.signed_in": _("{person} signed in"),
                "member.password_changed": _("{person} changed the password"),
                "member.email_changed": _("{person} changed the mail address from {old} to {new}"),
                "member.email_undone": _("{person} took back the change of the mail address"),
                "member.app_added": _("{person} added an authenticator app for signing in"),
                "member.app_removed": _("{person} removed the authenticator app"),
                "member.passkey_added": _("{person} added the passkey “{name}”"),
                "member.passkey_removed": _("{person} removed the passkey “{name}”"),
                "member.recovery_codes_made": _("{person} made new recovery codes"),
                "member.recovery_code_used": _("{person} signed in with a recovery code"),
                "member.second_step_reset": _("Turned the two-step sign-in of {person} off"),
                "member.second_step_reset_by_keeper": _("The site’s keeper turned {person}’s two-step sign-in off"),
                "agency.sign_in_failed": _("Somebody tried to sign in as {mailbox} with a wrong password"),
                "agency.code_failed": _("Somebody typed a wrong code for {mailbox}"),
                "support.asked_in": _("A link was made for {who} of the support to come in as {person}: {reason}"),
                "support.began": _("{who} of the support came in as {person}: {reason}"),
                "support.ended": _("The visit of {who} of the support as {person} ended"),
                "support.allowed": _("Let the support in from now on"),
                "support.forbidden": _("Keeps the support out from now on"),
                "link.revoked": _("Ended a link of {person}"),
                "provider.tied": _("{person} came in with {provider} for the first time"),
                "provider.untied": _("Untied the company account of {person}"),
                "provider.changed": _("Changed the sign-in provider: {fields}"),
                "provider.removed": _("Removed the sign-in provider {provider}"),
                "feed.made": _("Made an address for the calendar feed of {person}"),
                "feed.ended": _("Turned the calendar feed of {person} off"),
                "browser.forgotten": _("{person}'s browser is no longer remembered"),
                "session.ended": _("Signed {person} out in one browser"),
                "member.role_changed": _("{person} is now {role}"),
                "member.sessions_ended": _("Signed {person} out everywhere"),
                "agency.changed": _("Changed {fields}"),
                "agency.logo_changed": _("Changed the logo"),
                "agency.logo_removed": _("Removed the logo"),
                "staffrole.added": _("Made the role {role}"),
                "staffrole.changed": _("Changed {fields} of the role {role}"),
                "staffrole.deleted": _("Deleted the role {role}"),
            }
        )
