"""Measure how well and how fast candidates are found: nDCG@10 on labelled jobs, and times beside the bare index."""

import math
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portico.agencies.models import Member
    from portico.candidates.models import CandidateQuerySet
    from script.benching.pool import Pool

JOBS = 40
ROUNDS = 7


def run(people: int) -> None:
    """Make the pool, measure, print."""
    with tempfile.TemporaryDirectory(prefix="portico-bench-") as folder:
        os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="config.settings", DEBUG="1")
        import django

        django.setup()
        measure(people)


def measure(people: int) -> None:
    """All of it."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from script.benching.loading import count
    from script.benching.pool import fill

    call_command("migrate", verbosity=0)
    member = staff()
    began = time.monotonic()
    with transaction.atomic():
        pool = fill(member.agency, people)
    count()
    print(f"{connection.vendor}: {people:,} candidates, made in {time.monotonic() - began:.0f} s\n")
    quality(pool, member)
    timing(pool, member)


def staff() -> "Member":
    """An agency and somebody who works there."""
    from portico.agencies.models import Agency, Member, User
    from portico.agencies.roles import Role, Side

    agency = Agency.objects.create(name="Bench", host="bench.localhost", site="http://bench.localhost")
    user = User.objects.create(agency=agency, email="bench@example.com", email_key="bench@example.com", name="Bench")
    return Member.objects.create(
        agency=agency, user=user, side=Side.STAFF, role=Role.RECRUITER, status=Member.Status.ACTIVE
    )


def ndcg(grades: list[int], best: list[int]) -> float:
    """How near an order of ten comes to the best one there is: 1 is perfect."""

    def gain(some: list[int]) -> float:
        return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(some[:10]))

    most = gain(best)
    return gain(grades) / most if most else 0.0


def quality(pool: "Pool", member: "Member") -> None:
    """The order for jobs whose best candidates are known, beside the database's own ranking of the same words."""
    from portico.candidates.finding import KIND, look_for
    from portico.clients.models import Organization
    from portico.jobs.models import Job
    from portico.pipeline.suggesting import suggest
    from portico.records.search import ranked
    from portico.records.search_words import parse

    chance = random.Random(11)
    organization = Organization.objects.create(agency=member.agency, name="Client")
    scores: dict[str, list[float]] = {"proposed for a job": [], "typed: two skills": [], "the database's own": []}
    rows = everybody(member)
    for number in chance.sample(range(len(pool.trades)), JOBS):
        trade = pool.trades[number]
        needed = chance.sample(trade.skills, 3)
        best = sorted((pool.grade(pk, number, needed) for pk in pool.trade_of), reverse=True)[:10]
        job = Job(agency=member.agency, organization=organization, title=trade.title.title(), status=Job.Status.OPEN)
        job.description = f"We need {', '.join(needed)}."
        job.save()
        text = " ".join(needed[:2])
        orders = {
            "proposed for a job": [fit.candidate.pk for fit in suggest(job, to=member)[1][:10]],
            "typed: two skills": look_for(lambda: rows, member.agency_id, text).best()[:10],
            "the database's own": [hit.object_id for hit in ranked(member.agency_id, parse(text), [KIND], 10, 0)],
        }
        for name, order in orders.items():
            scores[name].append(ndcg([pool.grade(pk, number, needed) for pk in order], best))
    print(f"nDCG@10 over {JOBS} labelled jobs")
    for name, values in scores.items():
        print(f"  {name:<24} {statistics.mean(values):.2f}")


def everybody(member: "Member") -> "CandidateQuerySet":
    """All candidates the member sees."""
    from portico.candidates.models import Candidate

    return Candidate.objects.visible_to(member).current()


def timing(pool: "Pool", member: "Member") -> None:
    """Milliseconds, the median of some rounds, and how many times the bare index's top 25."""
    from portico.candidates.finding import KIND
    from portico.records.search import ranked
    from portico.records.search_words import parse

    one = pool.trades[3].skills[0]
    floor = median(lambda: ranked(member.agency_id, parse(one), [KIND], 25, 0))
    print(f"\nmedian of {ROUNDS} rounds: ms, CPU of this process in them, × the bare index's top 25 for one skill")
    print(f"  {'the bare index':<30} {floor[0]:8.1f} {floor[1]:8.1f}")
    for name, deed in deeds(pool, member).items():
        took = median(deed)
        print(f"  {name:<30} {took[0]:8.1f} {took[1]:8.1f}  × {took[0] / floor[0]:.1f}")


def deeds(pool: "Pool", member: "Member") -> dict[str, Callable[[], Any]]:
    """What is measured."""
    from portico.candidates.finding import Criteria, look_for, narrowed
    from portico.candidates.places import locate
    from portico.jobs.models import Job
    from portico.pipeline.suggesting import suggest

    agency, rows = member.agency_id, everybody(member)
    one, two = pool.trades[3].skills[:2]
    typo = pool.names[len(pool.names) // 2]
    typo = typo[:2] + typo[3:]
    near: Any = narrowed(rows, agency, Criteria(point=locate("London") or (51.5, -0.1), km=25))
    nearest = near.order_by("km", "pk")
    skilled = narrowed(rows, agency, Criteria(skills=(one,)))
    job = Job.objects.filter(agency=agency).select_related("organization").first()

    def words(text: str, among: Any = rows) -> list[int]:
        return look_for(lambda: among, agency, text).best()[:50]

    return {
        "one skill typed": lambda: words(one),
        "two skills typed": lambda: words(f"{one} {two}"),
        "a phrase": lambda: words(f'"{pool.trades[3].title}"'),
        "a skill, not another": lambda: words(f"{one} -{two}"),
        "the beginning of a word": lambda: words(one[:4]),
        "a name with a typo": lambda: words(typo),
        "a title thousands have": lambda: words("engineer"),
        "a skill within 25 km": lambda: words(one, near),
        "filter: a skill, a page": lambda: list(skilled.order_by("-added", "-pk")[:51]),
        "filter: within 25 km, a page": lambda: list(nearest[:51]),
        "the count of a filter": skilled.count,
        "proposed for a job": lambda: suggest(job, to=member) if job else None,
    }


def median(deed: Callable[[], Any]) -> tuple[float, float]:
    """The usual time of a deed in milliseconds: by the clock, and CPU of this process."""
    clock, busy = [], []
    for _round in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        deed()
        clock.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return statistics.median(clock), statistics.median(busy)
