"""What an import or a candidate calls a web address may be a script: it is shown, and leads nowhere."""

from portico.candidates.models import Candidate
from portico.pipeline.models import Submission
from tests.desk import browser_of
from tests.world import Acme


def test_a_script_in_the_place_of_an_address_is_no_link(acme: Acme) -> None:
    Candidate.objects.filter(pk=acme.dario.pk).update(linkedin="javascript:alert(1)")
    Submission.objects.filter(pk=acme.submission.pk).update(fields=["linkedin"])
    page = browser_of(acme.maya).get(f"/client/submissions/{acme.submission.pk}/").text

    assert "javascript:alert(1)" in page
    assert 'href="javascript:' not in page
