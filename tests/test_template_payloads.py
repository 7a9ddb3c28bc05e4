"""Nothing an agency or a candidate writes is ever read as a program: it is refused, or stands there as it was typed."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from portico.candidates.descriptions import DescriptionTemplate, values_of
from portico.candidates.settings import settings_of
from portico.candidates.update_asking import Question, ask
from portico.kit import placeholders
from portico.kit.rules import RuleBroken
from portico.messaging.delivery import compose
from portico.messaging.models import Email
from portico.messaging.writing import write
from portico.pipeline.models import RejectionText
from portico.pipeline.rejections import filled
from tests.careers.adverts import advert
from tests.desk import browser_of, text_of
from tests.world import Acme

PAYLOADS = [
    "{{7*7}}", "{{ 7*'7' }}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% debug %}", "{% include '/etc/passwd' %}",
    "{% extends 'kit/base.html' %}", "{% load log %}", "{% set a = 1 %}{{ a }}", "{% import 'os' as os %}",
    "{# hidden #}",
    "{{ candidate.user.password }}", "{{ candidate.delete }}", "{{ agency.settings }}", "{{ request.session }}",
    "{{ settings.SECRET_KEY }}", "{{ config.SECRET_KEY }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self.__init__.__globals__ }}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}", "{candidate.__init__.__globals__}", "{0.__class__}", "{x!r}", "{:>9999999}",
    "%(x)s", "%s%s%s%n", "%(SECRET_KEY)s", "$x ${x} $$", "$(id)", "`id`", "[[link:main]]", "[[code:main_code]]",
    "[[link:unsubscribe]]", "{{{{ 7*7 }}}}", "{{ url('backoffice:start') }}", "{{ csrf() }}", "@(7*7)", "*{7*7}",
    "{{ _self.env.registerUndefinedFilterCallback('exec') }}", "{php}echo 7*7;{/php}",
]  # fmt: skip
ALL = "\n".join(PAYLOADS)


@pytest.fixture
def olivia(acme: Acme) -> Client:
    return browser_of(acme.owner)


def unchanged(text: str, *, mail: bool = False) -> None:
    """Each payload stands there as it was typed; in a mail, what looks like our own links is broken up."""
    words = " ".join(text.split())
    for payload in PAYLOADS:
        assert (payload.replace("[[", "[ [") if mail else payload) in words, payload
    assert not re.search(r"\b49\b|7777777|root:|subprocess", words)
    assert str(settings.SECRET_KEY) not in text
    assert "CANARY" not in text


def test_words_of_rejection_are_sent_as_typed(acme: Acme, olivia: Client) -> None:
    """CVE-2026-72911 and CVE-2026-65974: templates of recruiters ran code in subject and body."""
    answer = olivia.post("/desk/settings/rejections/add/", {"name": "{{7*7}}", "words": ALL})
    assert answer.status_code == 302
    kept = RejectionText.objects.get(name="{{7*7}}")
    assert filled(kept.words, acme.application) == ALL
    acme.application.reject(by=acme.recruiter, reason="No", words=kept.words)
    email = Email.objects.get(template="pipeline/emails/application_rejected")
    unchanged(email.text, mail=True)
    unchanged(unescape(re.sub(r"<br ?/?>", "\n", email.html)), mail=True)
    compose(email)


def test_a_persons_name_is_no_placeholder(acme: Acme) -> None:
    """CVE-2026-2415: what a person typed as their name was read as a placeholder in a mail."""
    acme.dario.first_name = "[agency]{{ 7*7 }}"
    acme.dario.save()
    once = filled("Dear [first name], not [job].", acme.application)
    assert filled(once, acme.application) == once
    assert acme.agency.name not in once


def test_a_description_template_takes_known_placeholders_only(acme: Acme) -> None:
    for payload in PAYLOADS:
        made = DescriptionTemplate(agency=acme.agency, name=payload[:80], text=payload)
        try:
            made.keep(by=acme.owner, is_default=False)
        except RuleBroken:
            continue
        assert made.filled(acme.dario) == payload.strip()
    values = placeholders.braced(values_of(acme.dario) | {"name": ALL, "headline": "{name}"})
    unchanged(placeholders.fill("{name} {headline}", values))


def test_a_personal_word_in_a_mail_stays_as_typed(acme: Acme) -> None:
    ask(acme.dario, Question(days=0, fields=("city",), message=ALL), by=acme.recruiter)
    email = Email.objects.get(template="candidates/emails/update_asked")
    unchanged(email.text, mail=True)
    assert compose(email).body.count("/update/") <= 1


def test_words_of_the_careers_pages_stay_as_typed(acme: Acme, olivia: Client) -> None:
    advert(acme, text=ALL)
    half = len(PAYLOADS) // 2
    told = {"careers": "on", "careers_intro": "\n".join(PAYLOADS[:half])[:600], "careers_title": "{{7*7}}"}
    assert olivia.post("/desk/settings/careers/", told).status_code == 302
    assert settings_of(acme.agency.pk).careers_title == "{{7*7}}"
    stranger = Client(headers={"host": acme.agency.host})
    listed = text_of(stranger.get("/jobs/"))
    assert "{{7*7}}" in listed
    assert PAYLOADS[3] in listed


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_in_subject_sender_and_greeting_stay_as_typed(acme: Acme, payload: str) -> None:
    acme.agency.name = acme.agency.sender_name = payload
    email = write(acme.agency, to="a@example.com", to_name=payload, template="messaging/emails/test")
    said = payload.replace("[[", "[ [")
    assert said in email.subject
    compose(email).message()


def test_no_engine_is_given_what_people_wrote() -> None:
    """Templates are files of ours: nothing in the product makes one from a text."""
    found: dict[str, Any] = {}
    for path in (settings.BASE_DIR / "portico").rglob("*.py"):
        text = path.read_text()
        hits = re.findall(r"render_str\(|from_string\(|Template\(|\beval\(|\bexec\(|env\.from|Environment\(", text)
        hits = [hit for hit in hits if not (path.name in {"templating.py", "widgets.py"} and hit == "Environment(")]
        if hits:
            found[str(path.relative_to(settings.BASE_DIR))] = hits
    assert {path: hits for path, hits in found.items() if not hits_are_names(hits)} == {}


def hits_are_names(hits: list[str]) -> bool:
    """Only models called …Template(."""
    return set(hits) == {"Template("}
