"""Everything with a status."""

from tests.races import of_clients, of_people, of_pipeline
from tests.races.pairs import Recipe

RECIPES: list[Recipe] = [*of_people.RECIPES, *of_clients.RECIPES, *of_pipeline.RECIPES]
CONTROLS: list[Recipe] = [of_pipeline.OFFERS, of_clients.PROPOSALS, of_people.DATA_REQUESTS]
"""What must go wrong once the status is not compared."""
