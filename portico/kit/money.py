"""Money is a Decimal with its currency; digits follow the currency."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.core import get_global
from babel.numbers import format_currency, get_currency_precision

CURRENCIES = sorted(
    {
        code
        for used in get_global("territory_currencies").values()
        for code, _since, until, legal in used
        if legal and not until
    }
)
"""What is legal tender somewhere today."""
COMMON = [
    "AUD",
    "CAD",
    "CHF",
    "CZK",
    "DKK",
    "EUR",
    "GBP",
    "INR",
    "JPY",
    "NOK",
    "NZD",
    "PLN",
    "SEK",
    "SGD",
    "USD",
    "ZAR",
]


def rounded(amount: Decimal, currency: str) -> Decimal:
    """The amount at the currency's own number of digits, half up."""
    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), rounding=ROUND_HALF_UP)


@lru_cache(maxsize=5000)
def money(amount: Decimal | None, currency: str) -> str:
    """An amount as people write it: £55,000 or £18.50 (whole amounts without digits)."""
    if amount is None or not currency:
        return ""
    pattern = "¤#,##0" if amount == amount.to_integral_value() else None
    return format_currency(rounded(amount, currency), currency, pattern, locale="en", currency_digits=pattern is None)


def money_range(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    """A span of pay: £55,000 to £65,000."""
    if low is not None and high is not None and low != high:
        return f"{money(low, currency)} – {money(high, currency)}"
    return money(high if low is None else low, currency)
