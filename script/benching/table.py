"""The results for people."""

from collections.abc import Sequence
from typing import Any

from script.benching.measuring import Measured

COLUMNS = (
    ("p50", 7), ("p95", 7), ("floor", 6), ("×", 6), ("bar", 4), ("met", 4), ("CPU", 7), ("floor", 6), ("×", 6),
    ("met", 4), ("/s/core", 8), ("8 conn.", 8), ("queries", 8), ("KB wire", 8), ("KB", 6),
)  # fmt: skip
WIDE = 20


def yes(met: bool) -> str:
    """Whether a bar is met."""
    return "yes" if met else "NO"


def header() -> str:
    """What stands above the pages: milliseconds by the clock, and of the server's processor time."""
    return f"{'page':<{WIDE}}" + "".join(f"{name:>{wide}}" for name, wide in COLUMNS)


def line(one: Measured) -> str:
    """One page."""
    page, floor = one.page, one.floor
    clock = [f"{page.p50:.2f}", f"{page.p95:.1f}", f"{floor.p50:.2f}", f"{one.ratio:.1f}", f"{one.bar}", yes(one.met)]
    cpu = [f"{page.cpu:.2f}", f"{floor.cpu:.2f}", f"{one.cpu_ratio:.1f}", yes(one.cpu_met)]
    many = [f"{page.per_core:.0f}", f"{1000 / page.cpu_with_8:.0f}"]
    size = [str(one.queries), f"{page.size / 1000:.1f}", f"{page.raw / 1000:.0f}"]
    cells = zip([*clock, *cpu, *many, *size], COLUMNS, strict=True)
    return f"{one.title:<{WIDE}}" + "".join(f"{text:>{wide}}" for text, (_name, wide) in cells)


def growth(found: Sequence[Measured], small: dict[str, Any]) -> str:
    """How many times as much each page costs as on the small volume, by its last run; and whether it asks more."""
    from script.benching.pages import PAGES

    before = {one["name"]: one for one in small.get("pages", [])}
    most = {one.name: one.growth for one in PAGES}
    lines = ["", "growth from the small volume (its last run): by the clock, of CPU, queries"]
    for one in found:
        if (then := before.get(one.name)) is None:
            continue
        clock, cpu = one.page.p50 / then["page"]["p50"], one.page.cpu / then["page"]["cpu"]
        met = cpu <= most[one.name] and one.queries <= then["queries"]
        lines.append(f"  {one.title:<20} {clock:6.2f} {cpu:6.2f}   {then['queries']} → {one.queries}  {yes(met)}")
    return "\n".join(lines) if len(lines) > 2 else ""
