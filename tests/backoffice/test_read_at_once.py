"""What the desk says of a candidate on a portal is brought by its query: no column is fetched afterwards."""

import pytest

from portico.kit.times import now
from portico.pipeline.models import Submission
from tests.desk import browser_of
from tests.later import nothing_later
from tests.world import Acme

__all__ = ["nothing_later"]


@pytest.mark.usefixtures("nothing_later")
@pytest.mark.parametrize("how", ["by name", "blind", "shown without permission", "prepared"])
def test_the_pages_that_say_where_a_candidate_is_shown(acme: Acme, how: str) -> None:
    is_it = Submission.objects.filter(pk=acme.submission.pk)
    if how == "blind":
        is_it.update(blind=True, hidden_words="Brightway")
    elif how == "shown without permission":
        is_it.update(without_permission="They said so", overridden=now(), overridden_by=acme.recruiter)
    elif how == "prepared":
        is_it.update(status=Submission.Status.PROPOSED)
    staff, run = browser_of(acme.recruiter), acme.application
    pages = [f"candidates/{acme.dario.pk}/", f"applications/{run.pk}/", f"submissions/{acme.submission.pk}/"]
    if how == "prepared":
        pages += [f"shares/{acme.share.pk}/summaries/", f"shares/{acme.share.pk}/publish/"]
    for there in pages:
        assert staff.get(f"/desk/{there}").status_code == 200, there
