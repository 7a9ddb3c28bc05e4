"""Pay, from what a row says to the fields of a record."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from portico.imports.cells.pay import Pay
from portico.imports.running.run import Refusal, Run

PERIODS = frozenset(["year", "month", "day", "hour"])
THOUSANDTH = Decimal("0.001")


def pay_in(run: Run, values: dict[str, Any], names: tuple[str, ...], low: str, high: str = "") -> dict[str, Any]:
    """The fields of a record for the pay that a row names; `high` where the record has a span."""
    given: list[Pay] = [values[name] for name in names if name in values]
    if not given:
        return {}
    amounts = [amount for pay in given for amount in (pay.low, pay.high) if amount is not None]
    period = next((pay.period for pay in given if pay.period), "")
    if period and period not in PERIODS:
        raise Refusal(_("The pay is per week. Portico keeps it per year, month, day or hour."))
    smallest, largest = (exact(min(amounts)), exact(max(amounts)))
    if high and smallest > largest:
        raise Refusal(_("“Pay to” is less than “pay from”."))
    found: dict[str, Any] = {low: smallest}
    if high:
        found[high] = largest
    found["pay_currency"] = next((pay.currency for pay in given if pay.currency), run.agency.currency)
    if period:
        found["pay_per"] = period
    return found


def exact(amount: Decimal) -> Decimal:
    """As many places as are kept."""
    return amount.quantize(THOUSANDTH, ROUND_HALF_UP)
