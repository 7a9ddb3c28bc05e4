"""Importing candidates: made once, found again, brought up to date, never overwritten by nothing."""

from decimal import Decimal

import pytest

from portico.candidates.models import Candidate
from portico.records.models import Note
from portico.records.search import matching_ids
from tests.imports.loading import events_of, load, looked
from tests.world import Acme

HEAD = "Candidate ID,First Name,Last Name,Email,Mobile Phone,City,Country,Current Title,Skills,Date Added\r\n"
MIRA = "C-1,Mira,Østby,mira@example.com,+47 40 61 23 52,Bergen,Norway,Sous chef,Fish; Menus,2024-03-05\r\n"
NOAH = "C-2,Noah,Abebe,noah@example.com,07700 900123,Leeds,United Kingdom,Porter,Night work,2025-01-31\r\n"


def mira(acme: Acme) -> Candidate:
    return Candidate.objects.get(agency=acme.agency, reference="C-1")


def test_a_row_becomes_a_candidate_with_everything_in_its_place(acme: Acme) -> None:
    loaded = load(acme.agency, "candidates", HEAD + MIRA, by=acme.recruiter)

    found = mira(acme)
    assert loaded.counts == (1, 0, 0, 0)
    assert (found.name, found.email, found.city, found.title) == (
        "Mira Østby",
        "mira@example.com",
        "Bergen",
        "Sous chef",
    )
    assert (found.phone, found.phone_key, found.name_key) == ("+47 40 61 23 52", "+4740612352", "mira østby")
    assert sorted(skill.name for skill in found.skills.all()) == ["Fish", "Menus"]
    assert list(matching_ids(acme.agency.pk, "candidates.candidate", "bergen menus")) == [found.pk]


def test_the_event_is_marked_as_imported_and_keeps_the_records_own_date(acme: Acme) -> None:
    load(acme.agency, "candidates", HEAD + MIRA, by=acme.recruiter)

    (event,) = events_of(mira(acme))
    assert (event.verb, event.imported, event.by) == ("candidate.imported", True, acme.recruiter)
    assert (str(event.at.date()), mira(acme).added) == ("2024-03-05", event.at)
    assert str(event) == "imported the candidate from candidates.csv"


def test_the_same_file_again_changes_nothing(acme: Acme) -> None:
    load(acme.agency, "candidates", HEAD + MIRA + NOAH)
    before = mira(acme).changed

    assert load(acme.agency, "candidates", HEAD + MIRA + NOAH).counts == (0, 0, 2, 0)
    assert mira(acme).changed == before
    assert len(events_of(mira(acme))) == 1


def test_only_what_changed_is_updated_and_told(acme: Acme) -> None:
    load(acme.agency, "candidates", HEAD + MIRA)
    other = MIRA.replace("Bergen", "Oslo").replace("Fish; Menus", "Fish; Menus; Pastry")

    assert load(acme.agency, "candidates", HEAD + other).counts == (0, 1, 0, 0)
    assert mira(acme).city == "Oslo"
    assert mira(acme).skills.count() == 3
    assert str(events_of(mira(acme))[-1]) == "changed city, skills"
    assert list(matching_ids(acme.agency.pk, "candidates.candidate", "oslo pastry fish")) == [mira(acme).pk]


def test_an_empty_cell_erases_nothing_and_skills_of_ours_stay(acme: Acme) -> None:
    load(acme.agency, "candidates", HEAD + MIRA)
    mira(acme).change_skills(["Fish", "Menus", "Norwegian"], shown=["Fish", "Menus"], by=acme.recruiter)

    load(acme.agency, "candidates", HEAD + "C-1,Mira,Østby,mira@example.com,,,,,Fish,\r\n")
    assert (mira(acme).phone, mira(acme).city, mira(acme).skills.count()) == ("+47 40 61 23 52", "Bergen", 3)


def test_who_was_here_before_is_found_by_mailbox_and_gets_the_number(acme: Acme) -> None:
    row = f"C-9,Dario,Conti,{acme.dario.email.upper()},,Genoa,Italy,Porter,,\r\n"

    assert load(acme.agency, "candidates", HEAD + row).counts == (0, 1, 0, 0)
    acme.dario.refresh_from_db()
    assert acme.dario.reference == "C-9"


def test_a_second_row_about_somebody_only_fills_what_is_empty(acme: Acme) -> None:
    again = "C-7,MIRA,ØSTBY,MIRA@example.com,,Trondheim,,Head chef,Wine,\r\n"

    assert load(acme.agency, "candidates", HEAD + MIRA + again).counts == (1, 1, 0, 0)
    assert (mira(acme).name, mira(acme).city, mira(acme).title) == ("Mira Østby", "Bergen", "Sous chef")
    assert load(acme.agency, "candidates", HEAD + MIRA + again).counts == (0, 0, 2, 0)


def test_one_name_and_phone_with_other_mailboxes_and_numbers_are_two_people(acme: Acme) -> None:
    father = "C-3,Jan,Maas,jan@example.com,+31 6 12345671,,,,,\r\n"
    son = "C-4,Jan,Maas,jan.junior@example.com,+31 6 12345671,,,,,\r\n"

    assert load(acme.agency, "candidates", HEAD + father + son).counts == (2, 0, 0, 0)
    assert load(acme.agency, "candidates", HEAD + father + son).counts == (0, 0, 2, 0)


def test_without_mailbox_and_number_name_and_phone_tell_who_it_is(acme: Acme) -> None:
    head, row = "Name,Phone,City\r\n", "Ana Reis,+351 912 345 671,Porto\r\n"
    nobody = "Ana Reis,,Faro\r\n"

    assert load(acme.agency, "candidates", head + row + nobody).counts == (2, 0, 0, 0)
    assert load(acme.agency, "candidates", head + row + nobody).counts == (0, 0, 2, 0)


def test_a_merged_candidate_is_left_as_people_decided(acme: Acme) -> None:
    from portico.pipeline.merging import merge_candidates

    load(acme.agency, "candidates", HEAD + MIRA + NOAH)
    merge_candidates(mira(acme), Candidate.objects.get(reference="C-2"), by=acme.recruiter)

    assert load(acme.agency, "candidates", HEAD + MIRA + NOAH).counts == (0, 0, 2, 0)
    assert Candidate.objects.filter(agency=acme.agency).current().filter(reference__startswith="C-").count() == 1


def test_what_has_no_field_of_its_own_stands_in_one_note(acme: Acme) -> None:
    text = (
        "ID,Name,Email,Tags,Do Not Contact,Comments\r\n1,Ana Reis,ana@example.com,night; weekend,yes,Call after six\r\n"
    )
    load(acme.agency, "candidates", text)
    load(acme.agency, "candidates", text)

    note = Note.objects.get(agency=acme.agency, imported=True)
    assert note.text == "Call after six\n\nDo not contact: yes\nTags: night, weekend"


def test_pay_and_availability_are_understood(acme: Acme) -> None:
    text = "ID,Name,Desired salary,Available from,Notice period\r\n1,Ana Reis,£320 per day,2027-01-04,4 weeks\r\n"
    load(acme.agency, "candidates", text)

    found = Candidate.objects.get(agency=acme.agency, reference="1")
    assert (found.pay_expected, found.pay_currency, found.pay_per) == (Decimal(320), "GBP", "day")
    assert found.availability == "From 4 Jan 2027, 4 weeks notice"


def test_an_owner_who_is_not_on_the_team_holds_no_row_up(acme: Acme) -> None:
    owners = ("Rosa Delgado", acme.recruiter.email.upper(), "Somebody Else")
    text = "ID,Name,Owner\r\n" + "".join(f"{n},Ana Reis {n},{name}\r\n" for n, name in enumerate(owners, 1))
    loaded = load(acme.agency, "candidates", text)

    found = Candidate.objects.filter(reference__in="123").order_by("reference").values_list("owner", flat=True)
    assert list(found) == [acme.recruiter.pk, acme.recruiter.pk, None]
    assert loaded.remarks == {"“Somebody Else” is not on your team, so the records have no owner.": 1}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1,,,,,,,,,", "This row has no name."),
        ("1,Mira,Østby,call me,,,,,,", "“call me” in “Email” is not an email address."),
        ("1,Mira,Østby,,,,,,,2026-02-30", "“2026-02-30” in “Date Added” is not in the calendar."),
        (f"1,{'M' * 101},Østby,,,,,,,", "“first name” is longer than 100 characters."),
        (f"1,Mira,Østby,,,{'B' * 121},,,,", "“city” is longer than 120 characters."),
        (f"{'9' * 81},Mira,Østby,,,,,,,", "The number in the other system is longer than 80 characters."),
        (f"1,Mira,Østby,,,,,,{'s' * 150},", "A skill is longer than 100 characters."),
        ("1,Mira,Østby,,,,,,,,more", "This row has more cells than the table's 10 columns"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_says_why(acme: Acme, row: str, why: str) -> None:
    loaded = load(acme.agency, "candidates", HEAD + row + "\r\n" + NOAH)

    assert loaded.counts == (1, 0, 0, 1)
    assert why in loaded.refused.replace('""', '"')


def test_refused_rows_can_be_mended_and_imported_and_harm_no_spreadsheet(acme: Acme) -> None:
    bad = '"=1+1",Mira,Østby,call me,+47 40 61 23 52,Bergen,Norway,@chef,,\r\n'
    loaded = load(acme.agency, "candidates", HEAD + NOAH + bad)

    cells = loaded.refused.splitlines()[1].split(",")
    assert all(cell[:1] not in "=+-@" for cell in cells if cell)
    mended = loaded.refused.replace("call me", "mira@example.com")
    assert load(acme.agency, "candidates", mended).counts == (1, 0, 0, 0)
    found = Candidate.objects.get(agency=acme.agency, email="mira@example.com")
    assert (found.reference, found.phone, found.title) == ("=1+1", "+47 40 61 23 52", "@chef")


def test_another_agency_with_the_same_people_is_untouched(acme: Acme) -> None:
    theirs = Candidate.objects.filter(agency=acme.theirs.agency).values()
    before = list(theirs)
    row = f"C-9,Other,Name,{acme.theirs.dario.email},,Genoa,Italy,Porter,Lifting,\r\n"
    load(acme.agency, "candidates", HEAD + row)

    assert list(theirs.all()) == before


def test_looking_ahead_says_the_same_and_writes_nothing(acme: Acme) -> None:
    load(acme.agency, "candidates", HEAD + MIRA)
    count = Candidate.objects.count()
    outcomes = looked(acme.agency, "candidates", HEAD + MIRA.replace("Bergen", "Oslo") + NOAH + "3,,,,,,,,,\r\n")

    assert [(one.number, one.deed.value, one.title, one.said) for one in outcomes] == [
        (2, "updated", "Mira Østby", "city"),
        (3, "created", "Noah Abebe", ""),
        (4, "refused", "", "This row has no name."),
    ]
    assert (Candidate.objects.count(), mira(acme).city) == (count, "Bergen")
