"""What a template says alike on every page is worked out once, and says the same as before."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portico.kit import icons, templating
from portico.kit.addresses import address
from portico.kit.folding import fold, narrow


def folded(source: str, *, html: bool = True) -> str:
    return fold(source, templating.GLOBALS, html=html)


def test_texts_icons_and_addresses_are_written_out() -> None:
    assert folded('<b>{{ _("Names & more") }}</b>') == "<b>Names &amp; more</b>"
    assert folded('{{ icon("star") }}') == str(icons.icon("star"))
    assert folded('<a href="{{ url("backoffice:job_list") }}">') == f'<a href="{reverse("backoffice:job_list")}">'


def test_an_icon_that_is_shown_often_is_drawn_once_and_looks_the_same() -> None:
    assert folded('{{ symbol("star") }}') == str(icons.symbol("star"))
    drawn, alone = str(icons.symbols("star", "clock")), str(icons.icon("clock"))
    assert 'id="i-star"' in drawn
    assert alone[alone.index("<path") : alone.index("/>")] in drawn


def test_what_depends_on_the_page_stays() -> None:
    for source in ('{{ name_("x") }}', '{{ url("backoffice:job", 7) }}', "{{ icon(one.icon) }}", "{{ _(word) }}"):
        assert folded(source) == source
    assert folded('{{ url("backoffice:nowhere") }}') == '{{ url("backoffice:nowhere") }}'


def test_an_address_is_written_out_up_to_its_numbers() -> None:
    assert folded('{{ url("backoffice:job", job.pk) }}') == address("backoffice:job", 7).replace("7", "{{ job.pk }}")
    two = address("backoffice:candidate_untag", 7, 9).replace("7", "{{ a.pk }}").replace("9", "{{ b }}")
    assert folded('{{ url("backoffice:candidate_untag", a.pk, b) }}') == two


def test_an_address_that_is_handed_on_is_written_out_too() -> None:
    start = reverse("backoffice:start")
    assert folded('{{ link(url("backoffice:start")) }}') == f'{{{{ link(("{start}")|safe) }}}}'
    before, after = address("backoffice:candidate_edit", 7).split("7")
    wanted = f'{{% call menu(1, ("{before}" ~ row.pk ~ "{after}")|safe) %}}'
    assert folded('{% call menu(1, url("backoffice:candidate_edit", row.pk)) %}') == wanted
    assert folded('<style>a { background: url("backoffice:start") }</style>') == (
        '<style>a { background: url("backoffice:start") }</style>'
    )
    assert folded('{{ link(url("backoffice:merge", "candidates", row.pk)) }}') == (
        '{{ link(url("backoffice:merge", "candidates", row.pk)) }}'
    )


def test_what_is_no_number_stands_in_no_address() -> None:
    """In tests and with DEBUG, as it does where addresses are put together."""
    for source in ('{{ url("backoffice:job", job) }}', '{{ [url("backoffice:job", job)][0] }}'):
        strict = fold(source, templating.GLOBALS, html=True, strict=True)
        drawing = templating.minijinja_environment(None)
        assert "/desk/jobs/7/" in drawing.render_str(strict, job=7)
        for wrong in (None, "x", "7"):
            with pytest.raises(TypeError, match="address"):
                drawing.render_str(strict, job=wrong)


def test_an_address_with_words_is_put_together_by_who_knows_how() -> None:
    source = '{{ url("backoffice:note_add", slug, row.pk) }}'
    assert folded(source) == source


def test_texts_stay_texts_inside_expressions() -> None:
    assert folded(r'{{ field(_("Say \"yes\""), hint=_("é")) }}') == r'{{ field("Say \"yes\"", hint="é") }}'
    assert folded('{{ _("%s jobs")|replace("%s", n) }}') == '{{ "%s jobs"|replace("%s", n) }}'


def test_a_text_with_braces_is_no_tag() -> None:
    assert folded('{{ _("{{ secret }}") }}') == '{{ "{{ secret }}" }}'


def test_a_blank_beside_a_tag_stays() -> None:
    source = 'one.\n  {{ " " }}{% if more %}two{% endif %}'
    assert folded(source) == source


def test_plain_mails_are_not_escaped() -> None:
    assert folded('{{ _("Rock & roll") }}', html=False) == '{{ "Rock & roll" }}'


def test_each_language_reads_its_own_words() -> None:
    with translation.override("de"):
        german = folded('{{ _("Yes") }}')
    assert folded('{{ _("Yes") }}') == "Yes"
    assert german == translation.trans_real.translation("de").gettext("Yes")


@pytest.mark.parametrize("name", ["backoffice:job", "backoffice:candidate_untag", "backoffice:document_page"])
def test_addresses_with_numbers_are_as_django_writes_them(name: str) -> None:
    numbers = (7,) if name == "backoffice:job" else (12, 345)
    assert address(name, *numbers) == reverse(name, args=numbers)


def test_other_addresses_are_left_to_django() -> None:
    assert address("backoffice:job", pk=3) == reverse("backoffice:job", args=[3])
    assert address("backoffice:merge", "job", 3) == reverse("backoffice:merge", args=["job", 3])
    assert address("backoffice:job_list") == reverse("backoffice:job_list")


def test_characters_beyond_ascii_are_references_beside_tags_and_stay_in_them() -> None:
    assert narrow('<b>★ {{ _("Decline …") }} … {% if word == "…" %}é{ €') == (
        '<b>&#9733; {{ _("Decline …") }} &#8230; {% if word == "…" %}&#233;{ &#8364;'
    )
    text = "Whoever’s – “asked” …"
    assert html.unescape(narrow(text)) == text


@pytest.mark.usefixtures("acme")
def test_a_page_on_which_nobody_s_own_letters_stand_is_ascii(client: Client) -> None:
    page = client.get(reverse("access:sign_in"))
    assert page.status_code == 200
    assert page.content.isascii()
