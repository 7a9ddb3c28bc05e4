"""The proof in a form, made in our own way, is one that Django takes."""

from django.middleware import csrf as theirs
from django.test import RequestFactory

from portico.kit import csrf

matches, unmasked = (getattr(theirs, name) for name in ("_does_token_match", "_unmask_cipher_token"))


def test_django_finds_the_visitors_secret_behind_the_mask() -> None:
    request = RequestFactory().get("/")
    request.META["CSRF_COOKIE"] = secret = "aZ09" * 8
    proofs = {csrf.proof(request) for _ in range(50)}
    assert len(proofs) == 50, "the mask is another one each time"
    assert {unmasked(one) for one in proofs} == {secret}
    assert all(matches(one, secret) for one in proofs)


def test_a_secret_that_is_there_is_renewed_now_and_then() -> None:
    renewed = 0
    for _ in range(1500):
        request = RequestFactory().get("/")
        request.META["CSRF_COOKIE"] = "aZ09" * 8
        csrf.proof(request)
        renewed += bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
    assert 30 < renewed < 250, "about one in fifteen"


def test_who_has_no_secret_yet_gets_one() -> None:
    one, other = RequestFactory().get("/"), RequestFactory().get("/")
    made = csrf.proof(one)
    csrf.proof(other)
    secret = one.META["CSRF_COOKIE"]
    assert len(secret) == theirs.CSRF_SECRET_LENGTH
    assert one.META["CSRF_COOKIE_NEEDS_UPDATE"]
    assert matches(made, secret)
    assert secret != other.META["CSRF_COOKIE"]


def test_each_letter_is_drawn_as_often_as_any_other() -> None:
    drawn = b"".join(csrf.random_letters() for _ in range(4000)).decode()
    counts = {letter: drawn.count(letter) for letter in theirs.CSRF_ALLOWED_CHARS}
    assert set(drawn) == set(theirs.CSRF_ALLOWED_CHARS)
    assert max(counts.values()) < 1.6 * min(counts.values()), counts
