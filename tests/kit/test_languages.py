"""Pages are in a language that there are texts in, whatever a browser asks for."""

import pytest
from django.test import Client

from tests.world import Acme


@pytest.mark.parametrize("asked", ["de", "fr-CH, fr;q=0.9", "en-GB", "*", ""])
def test_no_words_of_another_language_stand_between_ours(acme: Acme, asked: str) -> None:
    stranger = Client(headers={"host": acme.agency.host, "accept-language": asked})
    answer = stranger.post("/sign-in/", {"email": ""})
    assert answer.headers["Content-Language"] == "en"
    assert "This field is required." in answer.text
    assert '<html lang="en"' in answer.text
