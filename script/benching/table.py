"""The results for people."""

from collections.abc import Sequence

from script.benching.measuring import Measured

HEAD = [
    "page",
    "p50",
    "p95",
    "floor",
    "×",
    "bar",
    "met",
    "CPU ms",
    "floor",
    "×",
    "met",
    "/s/core",
    "8 conn.",
    "queries",
    "KB wire",
    "KB",
]


def yes(met: bool) -> str:
    """Whether a bar is met."""
    return "yes" if met else "NO"


def row(one: Measured) -> list[str]:
    """One page."""
    page, floor = one.page, one.floor
    clock = [f"{page.p50:.2f}", f"{page.p95:.2f}", f"{floor.p50:.2f}", f"{one.ratio:.1f}", f"{one.bar}", yes(one.met)]
    cpu = [f"{page.cpu:.2f}", f"{floor.cpu:.2f}", f"{one.cpu_ratio:.1f}", yes(one.cpu_met)]
    many = [f"{page.per_core:.0f}", f"{1000 / page.cpu_with_8:.0f}"]
    return [one.title, *clock, *cpu, *many, str(one.queries), f"{page.size / 1000:.1f}", f"{page.raw / 1000:.1f}"]


def table(found: Sequence[Measured]) -> str:
    """Milliseconds by the clock and of processor time, beside the floor's of the same run."""
    return columns([HEAD, *map(row, found)])


def columns(rows: list[list[str]]) -> str:
    """Lines with columns below each other; the first is text."""
    wide = [max(len(line[at]) for line in rows) for at in range(len(rows[0]))]
    return "\n".join(
        f"{line[0]:<{wide[0]}}  " + "  ".join(f"{line[at]:>{wide[at]}}" for at in range(1, len(line))) for line in rows
    )
