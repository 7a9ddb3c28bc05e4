"""Finding candidates: the same people in the same order on both databases, despite typos, near a place, on a day."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any

import pytest

from portico.candidates.finding import KIND, Criteria, look_for, narrowed
from portico.candidates.models import Absence, Candidate, Confirmation, Credential
from portico.kit.times import at_time, now
from portico.records import ranking
from portico.records.models import SearchEntry, Tag
from portico.records.ranking import Want, best
from portico.records.search import backend
from portico.records.search_words import fold, name_keys, parse
from tests.world import Acme

PEOPLE: dict[str, dict[str, Any]] = {
    # key: fields, skills and words of a résumé
    "weld": {"name": "Jan Kowalski", "title": "Welder", "skills": ["TIG welding", "MIG welding"], "city": "London"},
    "rose": {"name": "Rose Welder", "title": "Florist", "skills": ["Flowers"], "city": "Reading"},
    "nurse": {"name": "Aoife Brennan", "title": "Night nurse", "skills": ["Intensive care"], "city": "Dublin"},
    "night": {"name": "Katarzyna Wiśniewska", "title": "Night porter", "skills": ["Night shifts"], "city": "London"},
    "dev": {"name": "Søren Kjær", "title": "C++ developer", "skills": ["C++", "Python"], "city": "Copenhagen"},
    "data": {
        "name": "Ana Souza",
        "title": "Data engineer",
        "skills": ["Python", "SQL"],
        "city": "Lisbon",
        "summary": "python python python pipelines and night batches",
    },
    "lead": {
        "name": "Tom Python",
        "title": "Project lead",
        "skills": ["Planning"],
        "city": "Oxford",
        "summary": "Led a team of welders and one python developer",
    },
    "long": {
        "name": "Mia Lang",
        "title": "Analyst",
        "skills": ["Excel"],
        "city": "Bath",
        "summary": "some python once " + "and many other words " * 200,
    },
}
QUERIES = [
    ("welder", ["rose", "weld", "lead"]),
    ("python", ["lead", "data", "dev", "long"]),
    ("night", ["night", "nurse", "data"]),
    ('"night porter"', ["night"]),
    ("python -sql", ["lead", "dev", "long"]),
    ("c++", ["dev"]),
    ("kowalsky", ["weld"]),
    ("soren kjaer", ["dev"]),
    ("katarzina wisnewska", ["night"]),
    ("aofie brenan", ["nurse"]),
    ("python developer", ["lead", "dev"]),
    ("pyth", ["lead", "data", "dev", "long"]),
    ("welding london", ["weld"]),
    ("nobody at all", []),
    ("-python", ["night", "nurse", "rose", "weld"]),
]


@pytest.fixture
def people(acme: Acme) -> dict[str, Candidate]:
    """The people above, beside nobody else."""
    Candidate.objects.filter(agency=acme.agency).update(archived=now())
    made = {}
    for number, (key, facts) in enumerate(PEOPLE.items()):
        facts = dict(facts)
        first, last = facts.pop("name").split()
        skills = facts.pop("skills")
        row = Candidate(agency=acme.agency, first_name=first, last_name=last, **facts)
        with at_time(now() - timedelta(days=len(PEOPLE) - number)):
            made[key] = row.add(by=acme.recruiter, skills=skills)
    return made


def found(people: dict[str, Candidate], **what: Any) -> set[str]:
    """Who fits."""
    agency = people["weld"].agency_id
    rows = narrowed(Candidate.objects.filter(agency=agency).current(), agency, Criteria(**what))
    names = {row.pk: key for key, row in people.items()}
    return {names[row.pk] for row in rows}


def test_the_same_query_set_gives_the_same_order_on_every_database(people: dict[str, Candidate]) -> None:
    agency = people["weld"].agency_id
    names = {row.pk: key for key, row in people.items()}
    rows = Candidate.objects.filter(agency=agency).current()
    order = {text: [names[pk] for pk in look_for(lambda: rows, agency, text).best()] for text, _keys in QUERIES}
    assert order == dict(QUERIES)


def test_looking_only_at_those_with_most_points_finds_the_same_first_ones(
    people: dict[str, Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = people["weld"].agency_id
    everybody = Candidate.objects.filter(agency=agency).current()
    for text, keys in QUERIES:
        for hidden in (None, *keys):
            rows = everybody if hidden is None else everybody.exclude(pk=people[hidden].pk)
            term = [one for one in parse(text) if not one.unwanted]
            wants = [Want(one, zone, points) for one in term for zone, points in (("title", 100), ("main", 30))]
            whole = best(agency, KIND, rows, wants, terms=parse(text), limit=1000).best
            assert hidden is None or people[hidden].pk not in dict(whole)
            for few in (1, 2):
                with monkeypatch.context() as patched:
                    patched.setattr(ranking, "AMONG", few)
                    assert best(agency, KIND, rows, wants, terms=parse(text), limit=few).best == whole[:few], (
                        text,
                        hidden,
                    )


def test_an_agency_finds_the_same_whether_the_index_keeps_it_apart_or_not(
    acme: Acme, people: dict[str, Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is alone the index need not tell its candidates from other records: here some of others lie between."""
    agency = people["weld"].agency_id
    Candidate(agency=acme.theirs.agency, first_name="Night", last_name="Python").add(by=acme.theirs.recruiter)
    assert backend().keeps_apart(agency)
    monkeypatch.setattr(backend(), "keeps_apart", lambda _agency: False)
    names = {row.pk: key for key, row in people.items()}
    rows = Candidate.objects.filter(agency=agency).current()
    order = {text: [names[pk] for pk in look_for(lambda: rows, agency, text).best()] for text, _keys in QUERIES}
    assert order == dict(QUERIES)


def test_ranking_says_whether_there_is_anybody_else(people: dict[str, Candidate]) -> None:
    agency = people["weld"].agency_id
    for text, keys in QUERIES:
        words = look_for(lambda: Candidate.objects.filter(agency=agency).current(), agency, text)
        for limit in range(1, len(keys) + 2):
            ranking = words.ranking(limit)
            assert len(ranking.best) == min(limit, len(keys))
            assert ranking.is_all == (limit > len(keys)), (text, limit)


def test_where_nobody_can_fit_the_words_find_nobody(people: dict[str, Candidate]) -> None:
    agency = people["weld"].agency_id
    nobody = narrowed(Candidate.objects.filter(agency=agency), agency, Criteria(credential="held by nobody"))
    assert look_for(lambda: nobody, agency, "python").best() == []


@pytest.mark.parametrize("points", [0, 100])
@pytest.mark.parametrize("text", ["python", "python developer"])
def test_who_comes_or_goes_while_somebody_searches_neither_doubles_nor_hides_the_others(
    people: dict[str, Candidate], monkeypatch: pytest.MonkeyPatch, text: str, points: int
) -> None:
    """After each question to the index somebody is added, or the one who was found first is not found any more."""
    agency, asks = people["weld"].agency_id, {"numbers": ranking.numbers, "gathered": ranking.gathered}
    for name in ("Ida", "Ada", "Eda", "Uda", "Oda"):
        same = people["data"]
        Candidate(agency=same.agency, first_name=name, last_name="Lund", summary=same.summary + " developer").add(
            by=None
        )
    rows = Candidate.objects.filter(agency=agency).current()
    wants = [Want(one, "title", points) for one in parse(text) if points]

    def order() -> list[int]:
        return [number for number, _points in best(agency, KIND, rows, wants, terms=parse(text), limit=1000).best]

    before = order()
    asked: list[list[int]] = []

    def meanwhile(sql: str, values: Any, way: str) -> list[int]:
        found = asks[way](sql, values)
        if len(asked) % 2:
            gone = SearchEntry.objects.filter(pk__in=found[:1])
            asked.append(list(gone.values_list("object_id", flat=True)))
            gone.delete()
        elif len(asked) < 4:
            added = Candidate(agency=people["data"].agency, first_name="New", last_name=text, title=text)
            asked.append([added.add(by=None).pk])
        return found

    monkeypatch.setattr(ranking, "AMONG", 2)
    for way in asks:
        monkeypatch.setattr(ranking, way, partial(meanwhile, way=way))
    found = order()
    assert asked
    assert len(found) == len(set(found))
    touched = set(chain(*asked))
    assert [one for one in found if one not in touched] == [one for one in before if one not in touched]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("rosi", "rossi"), ("rossii", "rossi"), ("rsosi", "rossi"), ("rozsi", "rossi"), ("mueler", "mueller")],
)
def test_one_letter_less_more_other_or_swapped_is_the_same_name(typed: str, name: str) -> None:
    assert not set(name_keys(typed)).isdisjoint(name_keys(name))


def test_short_names_and_other_names_are_not_similar() -> None:
    for one, other in (("kim", "tim"), ("rossi", "bianchi"), ("conti", "costa")):
        assert set(name_keys(one)).isdisjoint(name_keys(other)), (one, other)
    assert fold("Wiśniewska") == ["wisniewska"]


def test_skills_any_or_all(people: dict[str, Candidate]) -> None:
    assert found(people, skills=("python", "Flowers")) == {"dev", "data", "rose"}
    assert found(people, skills=("PYTHON", "sql"), every_skill=True) == {"data"}
    assert found(people, skills=("nobody can do this",)) == set()


def test_a_place_and_how_far_from_it(people: dict[str, Candidate]) -> None:
    london = (51.50853, -0.12574)
    assert found(people, point=london, km=10) == {"weld", "night"}
    assert found(people, point=london, km=70) == {"weld", "night", "rose"}
    agency = people["weld"].agency_id
    near: Any = narrowed(Candidate.objects.filter(agency=agency), agency, Criteria(point=london, km=70))
    rows = near.order_by("-km")
    assert [(row.pk, round(row.km)) for row in rows][:1] == [(people["rose"].pk, 59)]


def test_available_on_a_day_and_not_away_then(people: dict[str, Candidate]) -> None:
    day = date(2027, 3, 1)
    for key in ("weld", "rose"):
        Candidate.objects.filter(pk=people[key].pk).update(available_from=day - timedelta(days=9))
    away = {"first": day - timedelta(days=1), "last": day + timedelta(days=1)}
    Absence.objects.create(agency=people["rose"].agency, candidate=people["rose"], **away)
    assert found(people, available=day) == {"weld"}
    assert found(people, available=day + timedelta(days=2)) == {"weld", "rose"}
    assert found(people, available=day - timedelta(days=30)) == set()


def test_pay_counts_in_the_same_currency_and_period(people: dict[str, Candidate]) -> None:
    for key, pay in (
        ("weld", ("30000", "GBP", "year")),
        ("rose", ("25", "GBP", "hour")),
        ("dev", ("1", "EUR", "year")),
    ):
        amount, currency, per = pay
        Candidate.objects.filter(pk=people[key].pk).update(
            pay_expected=Decimal(amount), pay_currency=currency, pay_per=per
        )
    assert found(people, pay=Decimal(30000), pay_currency="GBP", pay_per="year") == {"weld"}
    assert found(people, pay=Decimal(29999), pay_currency="GBP", pay_per="year") == set()


def test_papers_that_are_valid_on_a_day(people: dict[str, Candidate]) -> None:
    day = date(2027, 3, 1)
    agency = people["weld"].agency
    for key, status, expires in (("weld", "verified", day), ("dev", "verified", None), ("rose", "rejected", None)):
        row = Credential(agency=agency, candidate=people[key], name="Élan First Aid", status=status, expires=expires)
        row.save()
    assert found(people, credential="elan", valid=day) == {"weld", "dev"}
    assert found(people, credential="first aid", valid=day + timedelta(days=1)) == {"dev"}
    assert found(people, credential="forklift") == set()


def test_freshness_and_tags(people: dict[str, Candidate]) -> None:
    Candidate.objects.filter(pk__in=[row.pk for row in people.values()]).update(changed=now() - timedelta(days=400))
    Confirmation.objects.create(agency=people["dev"].agency, candidate=people["dev"], field="city", by=None)
    assert found(people, fresh_days=30) == {"dev"}
    tag = Tag.named(people["dev"].agency_id, "Met at the fair")
    assert Tag.named(people["dev"].agency_id, " met  at the FAIR") == tag
    people["nurse"].tags.add(tag)
    assert found(people, tags=(tag.pk,)) == {"nurse"}
