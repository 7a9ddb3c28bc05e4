"""SentForm, the one thing that this package keeps."""

from portico.kit.sent_forms import SentForm

__all__ = ["SentForm"]
