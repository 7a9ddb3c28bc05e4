"""Parameters in addresses."""

from django.urls import register_converter


class IdConverter:
    """A row's number; anything longer than a database number matches no address, so it is a 404."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """From the address."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Into the address."""
        return str(value)


register_converter(IdConverter, "id")
