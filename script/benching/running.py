"""The parts of a run, one after the other, each with its lines on the screen."""

import os
from dataclasses import asdict
from typing import Any

from script.benching.explaining import Plan, plans
from script.benching.importing import on_a_copy
from script.benching.keeping import kept
from script.benching.measuring import Bench, Measured
from script.benching.pages import PAGES
from script.benching.searches import searches
from script.benching.site import serving
from script.benching.table import growth, header, line, yes
from script.benching.visiting import visit
from script.benching.writes import writes


def run(bench: Bench, asked: Any, small: dict[str, Any]) -> dict[str, Any]:
    """What was asked for; all figures."""
    found: dict[str, Any] = {}
    pages = pages_of(bench, asked) if "pages" in asked.only or "explain" in asked.only else []
    if pages:
        found["pages"] = [one.as_dict() for one in pages]
        print(growth(pages, small) if bench.volume.candidates > 5_000 else "", flush=True)
    parts = {"searches": show_searches, "writes": show_writes, "visit": show_visit, "memory": show_memory}
    if parts.keys() & set(asked.only):
        with serving(bench.folder, bench.environment) as server:
            for name, show in parts.items():
                if name in asked.only:
                    found[name] = tried(lambda show=show: show(bench, server, asked))
    if "explain" in asked.only:
        found["explain"] = show_plans(pages)
    if "import" in asked.only:
        found["import"] = on_a_copy(bench.folder, os.environ.get("DATABASE_URL", ""), asdict(bench.volume))
        print(f"\nimport: {found['import']}", flush=True)
    return found


def pages_of(bench: Bench, asked: Any) -> list[Measured]:
    """The main pages beside their floors."""
    names = [name for name in asked.pages.split(",") if name]
    print(f"\n{header()}", flush=True)
    chosen = [one for one in PAGES if not names or one.name in names]
    return bench.measure(chosen, asked.rounds, lambda one: print(line(one), flush=True))


def tried(show: Any) -> Any:
    """A part's figures; that one fails is said, and the others go on."""
    try:
        return show()
    except (RuntimeError, OSError) as error:
        print(f"! not measured: {error}", flush=True)
        return {"failed": str(error)}


def show_searches(bench: Bench, server: Any, asked: Any) -> Any:
    """How long a search takes."""
    print("\nsearch for candidates: p50 and CPU of the search, of the page; bar for the search in ms", flush=True)
    found = searches(bench, server)
    for one in found:
        figures = (one.p50, one.cpu, one.page, one.page_cpu)
        told = "".join(f" {figure:8.1f}" for figure in figures)
        print(f"  {one.title:<26}{told} {one.bar:6.0f}  {yes(one.met)}", flush=True)
    return [{**asdict(one), "met": one.met} for one in found]


def show_writes(bench: Bench, server: Any, asked: Any) -> Any:
    """How long a write takes."""
    print("\nwrites: p50, p95, bar for p95 in ms", flush=True)
    found = writes(bench, server)
    for one in found:
        print(f"  {one.title:<26} {one.p50:8.1f} {one.p95:8.1f} {one.bar:6.0f}  {yes(one.met)}", flush=True)
    return [{**asdict(one), "met": one.met} for one in found]


def show_visit(bench: Bench, server: Any, asked: Any) -> Any:
    """What a first visit brings over the wire."""
    found = visit(bench, server)
    later = ", ".join(f"{name} {size / 1000:.1f} KB" for name, size in found.later.items())
    print(
        f"\nfirst visit of the client's portal: {found.first / 1000:.1f} KB in {len(found.assets) + 1} requests;"
        f" then {later}; scripts waited for: {len(found.blocking)}  {yes(found.met)}",
        flush=True,
    )
    return {**asdict(found), "first": found.first, "met": found.met}


def show_memory(bench: Bench, server: Any, asked: Any) -> Any:
    """What the web process keeps."""
    found = kept(bench, server, asked.requests)
    print(
        f"\nmemory of the web process: {found.before:.0f} MB of its own, {found.after:.0f} MB after {found.requests:,}"
        f" mixed requests ({found.resident:.0f} MB with the database's pages)  {yes(found.met)}",
        flush=True,
    )
    return {**asdict(found), "met": found.met}


def show_plans(pages: list[Measured]) -> list[Any]:
    """Which queries read a large table from end to end; all plans are in the JSON."""
    found: list[Plan] = [plan for one in pages for plan in plans(one.title, one.statements)]
    bad = [plan for plan in found if plan.whole]
    print(f"\n{len(found)} different queries; large tables read from end to end in {len(bad)}", flush=True)
    for plan in bad:
        print(f"  {plan.page}: {', '.join(plan.whole)} … {plan.sql[:100]}", flush=True)
    return [asdict(plan) for plan in found]
