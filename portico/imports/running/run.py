"""One import: for whom, by whom, from which file; and who of the agency is meant by a name or an address."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from babel.core import get_global

from portico.agencies.mailbox import mail_key
from portico.agencies.models import Agency, Member
from portico.agencies.roles import Side
from portico.candidates.models import name_key
from portico.kit.times import now

MOST_REMARKS = 50
MIDDAY = time(12)


class Refusal(Exception):
    """A row that cannot be taken in, with the sentence that says why."""


@dataclass
class Run:
    """What all rows of one table have in common."""

    agency: Agency
    by: Member | None
    source: str
    """The file's name, as people know it."""
    dry: bool = False
    """Nothing will be written: rows are only looked at."""
    at: datetime = field(default_factory=now)
    remarks: Counter[str] = field(default_factory=Counter)
    """What its owner should know of rows that were taken in all the same, and how often it was so."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where times without a zone belong."""
        return ZoneInfo(self.agency.zone)

    @cached_property
    def country(self) -> str:
        """The agency's country, told from its time zone; nothing where that names none."""
        return country_of(self.agency)

    @cached_property
    def teammates(self) -> dict[str, Member]:
        """The agency's own people, also those who left, by mailbox and by name."""
        staff = Member.objects.filter(agency=self.agency, side=Side.STAFF).select_related("user").order_by("-pk")
        found = {name_key(member.name): member for member in staff}
        return found | {mail_key(member.email): member for member in staff}

    def teammate(self, text: str) -> Member | None:
        """Who of the agency is meant."""
        return self.teammates.get(mail_key(text) if "@" in text else name_key(text))

    def moment(self, value: date | datetime) -> datetime:
        """An instant; a day alone stands for its noon, so that it is the same day in most zones."""
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, MIDDAY, self.zone)

    def remark(self, sentence: str) -> None:
        """Note something that does not hold a row up."""
        if sentence in self.remarks or len(self.remarks) < MOST_REMARKS:
            self.remarks[sentence] += 1


def country_of(agency: Agency) -> str:
    """The country where phone numbers without a prefix belong, by the agency's time zone."""
    return str(get_global("zone_territories").get(agency.zone, ""))
