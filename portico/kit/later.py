"""Libraries that few requests need: loaded when somebody does.

    if TYPE_CHECKING:
        from fido2 import webauthn
    else:
        webauthn = later("fido2.webauthn")

Most processes answer pages for days without a passkey, and a megabyte of code in each of them adds up.
"""

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until something in it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


later = Later
