"""Writing to the recruiter."""

from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form, Text


class MessageForm(Form):
    """One message."""

    text = Text(
        label=_("Your message"), max_length=4000, rows=4, error_messages={"required": _("Write something first.")}
    )
