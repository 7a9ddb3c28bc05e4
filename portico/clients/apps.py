from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """Teaches the timeline what happens to organizations and contacts."""

    name = "portico.clients"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portico.records.events import say

        say(
            {
                "organization.added": _("added the organization"),
                "organization.changed": _("changed {fields}"),
                "organization.archived": _("archived the organization"),
                "organization.restored": _("restored the organization"),
                "organization.imported": _("imported the organization from {source}"),
                "organization.merged": _("merged {other} into this organization"),
                "contact.added": _("added the contact {contact}"),
                "contact.changed": _("changed {fields}"),
                "contact.archived": _("archived the contact {contact}"),
                "contact.restored": _("restored the contact {contact}"),
                "contact.imported": _("imported the contact from {source}"),
                "contact.merged": _("merged {other} into this contact"),
                "contact.linked": _("linked the contact with the candidate {candidate}"),
                "contact.unlinked": _("unlinked the contact from the candidate {candidate}"),
            }
        )
