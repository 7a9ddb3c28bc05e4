"""Two requests that met in the database, although each of them was right by itself."""

from django.db import DatabaseError, IntegrityError

COLLIDED = {"23505", "40001", "40P01"}
"""PostgreSQL: the same thing exists already; they could not be put in order; they waited for each other."""


def is_collision(error: BaseException) -> bool:
    """Whether the database refused because somebody else did the same, or held the same rows, in this moment."""
    if not isinstance(error, DatabaseError):
        return False
    if getattr(error.__cause__, "sqlstate", None) in COLLIDED:
        return True
    return isinstance(error, IntegrityError) and str(error).startswith("UNIQUE constraint failed")
