"""What this package keeps: forms that were sent lately, and how often something was done lately."""

from portico.kit.pace import Pace
from portico.kit.sent_forms import SentForm

__all__ = ["Pace", "SentForm"]
