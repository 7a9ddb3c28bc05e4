"""manage.py world, which makes two agencies, but never beside others."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portico.agencies.models import Agency


@pytest.mark.only_on("sqlite")  # on both it is built by the tests of isolation
def test_the_command_prints_it_for_programs_and_leaves_a_site_with_agencies_alone(db: None, settings: Any) -> None:
    settings.DEBUG = settings.DEMO = False
    with pytest.raises(CommandError, match="known password"):
        call_command("world", json=True)
    settings.DEBUG = True
    out = StringIO()
    call_command("world", json=True, stdout=out)
    told = json.loads(out.getvalue())

    assert set(told) == {"agencies", "actors", "objects", "secrets", "canaries"}
    c1 = next(actor for actor in told["actors"] if actor["name"] == "c1")
    assert c1["cookie"]
    assert c1["link"].startswith("http://acme.localhost/l/")
    with pytest.raises(CommandError, match="left alone"):
        call_command("world")
    assert Agency.objects.count() == 2
