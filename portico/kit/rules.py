"""How a rule of the business says no."""


class RuleBroken(Exception):
    """A deed that cannot be done now, with words for the person at the screen."""


class Conflict(RuleBroken):
    """Somebody else changed the same thing meanwhile."""


class TooFast(RuleBroken):
    """Somebody does more than a person would; in an hour they may go on."""
