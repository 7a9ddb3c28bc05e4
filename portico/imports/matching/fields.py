"""What the columns of a table can give."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What the rows of a table are."""

    ORGANIZATIONS = "organizations"
    CONTACTS = "contacts"
    JOBS = "jobs"
    CANDIDATES = "candidates"
    APPLICATIONS = "applications"
    NOTES = "notes"


class Reading(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    NAME = "name"
    NAME_PART = "name part"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    MOMENT = "moment"
    AVAILABILITY = "availability"
    PAY = "pay"
    CURRENCY = "currency"
    PERIOD = "period"
    LIST = "list"
    PLACE = "place"
    COUNTRY = "country"
    LINK = "link"
    LINKEDIN = "linkedin"
    FLAG = "flag"
    COUNT = "count"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can give. `many`: several columns may give it, and their values are put together.

    `gives`: the fields that one cell is split into ("Role and employer").
    """

    name: str
    label: str | Promise
    reading: Reading = Reading.TEXT
    many: bool = False
    gives: tuple[str, ...] = ()


PERSON = [
    Field("salutation", _("Salutation")),
    Field("name", _("Full name (one cell)"), Reading.NAME, gives=("first_name", "last_name")),
    Field("first_name", _("First name"), Reading.NAME_PART),
    Field("middle_name", _("Middle name"), Reading.NAME_PART),
    Field("last_name", _("Last name"), Reading.NAME_PART),
    Field("email", _("Email"), Reading.EMAIL, many=True),
    Field("phone", _("Phone"), Reading.PHONE, many=True),
    Field("linkedin", _("LinkedIn"), Reading.LINKEDIN),
    Field("website", _("Website"), Reading.LINK),
]

_PARTS = ("street", "postal_code", "city", "region", "country")
PLACE = [
    Field("location", _("Place or address (one cell)"), Reading.PLACE, gives=_PARTS),
    Field("street", _("Street"), many=True),
    Field("postal_code", _("Postal code"), Reading.IDENTIFIER),
    Field("city", _("City")),
    Field("region", _("Region or state")),
    Field("country", _("Country"), Reading.COUNTRY),
]

RECORD = [
    Field("status", _("Status")),
    Field("source", _("Source")),
    Field("owner", _("Owner (your teammate)")),
    Field("tags", _("Tags"), Reading.LIST, many=True),
    Field("notes", _("Notes"), many=True),
    Field("created_on", _("Created on"), Reading.DATE),
]

PAY = [
    Field("pay_currency", _("Currency of pay"), Reading.CURRENCY),
    Field("pay_period", _("Period of pay"), Reading.PERIOD),
]

REFERENCE = Field("reference", _("Number in the other system"), Reading.IDENTIFIER)
