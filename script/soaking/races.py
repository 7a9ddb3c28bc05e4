"""Two people do two things to one thing at once: all pairs of deeds of everything with a status, in rounds."""

from django.test import override_settings

from portico.kit.failpoints import armed
from script.soaking.frame import Budget, Outcome
from tests.races.pairs import Tally
from tests.races.pairs import run as race
from tests.races.recipes import CONTROLS, RECIPES
from tests.world import build

QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


def run(budget: Budget) -> Outcome:
    """Round after round; last the control, which must go wrong without comparing the status."""
    outcome = Outcome("two deeds at once on one thing, with a status")
    tally, control, rounds = Tally(), Tally(), 0
    with override_settings(**QUICK):
        world = build("Racers", "races.localhost", "races.example")
        with armed("lifecycle.compare=skip"):
            race(CONTROLS[1], world, rounds=1, tally=control)
        while budget.left > 0:
            rounds += 1
            for recipe in RECIPES:
                if budget.left > 0:
                    race(recipe, world, rounds=1, tally=tally)
    outcome.times, outcome.survived = tally.rounds, tally.rounds - len(tally.violations)
    outcome.losses = list(tally.violations)
    if not control.violations:
        outcome.losses.append("without comparing the status nothing went wrong: the check proves nothing")
    outcome.figures = {
        "rounds begun": rounds,
        "told no": tally.conflicts,
        "control": f"{len(control.violations)} of {control.pairs} pairs went wrong, as they must",
    }
    return outcome
