"""Importing candidates."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.mailbox import mail_key
from portico.candidates.models import Candidate, Skill, name_key
from portico.candidates.phones import phone_key
from portico.imports.matching.fields import Kind
from portico.imports.running.drafts import Draft
from portico.imports.running.money import pay_in
from portico.imports.running.ownership import owner_of
from portico.imports.running.records import Key, RecordImport, Values
from portico.imports.running.run import Refusal
from portico.kit.inserting import fresh, insert_many, insert_pairs, numbers_by
from portico.kit.times import day
from portico.records import search

LONGEST_SKILL = 100
skill_key = lru_cache(maxsize=20_000)(name_key)


class CandidateImport(RecordImport[Candidate]):
    """Rows that are candidates: the same number or mailbox is the same person; without a mailbox name and phone."""

    model = Candidate
    kind = Kind.CANDIDATES
    texts = {
        name: name
        for name in (
            "first_name",
            "last_name",
            "email",
            "reference",
            "headline",
            "title",
            "employer",
            "city",
            "region",
            "country",
            "linkedin",
            "summary",
            "source",
        )
    }
    left_over = (
        "notes",
        "do_not_contact",
        "other_emails",
        "other_phones",
        "website",
        "street",
        "postal_code",
        "last_contact",
        "status",
        "tags",
    )
    list_name = gettext_lazy("skills")

    def fields(self, values: Values) -> dict[str, Any]:
        """The record's fields that the row fills."""
        found = owner_of(self.run, values)
        if phone := values.get("phone"):
            found["phone"] = phone.written
        if languages := values.get("languages"):
            found["languages"] = ", ".join(languages)
        if words := availability(values):
            found["availability"] = words
        return found | pay_in(self.run, values, ("desired_pay",), "pay_expected")

    def keys(self, values: Values, fields: dict[str, Any]) -> Iterator[Key]:
        """Number; mailbox; without a mailbox name and phone."""
        if reference := values.get("reference"):
            yield "reference", reference
        if email := values.get("email"):
            yield "email", mail_key(email)
        else:
            name = name_key(fields.get("first_name", ""), fields.get("last_name", ""))
            yield "person", name, phone_key(fields.get("phone", ""))

    def keys_of(self, row: Candidate) -> Iterator[Key]:
        """Number, mailbox, and name with phone; a name alone tells only people of whom nothing else is known."""
        if row.reference:
            yield "reference", row.reference
        if row.email_key:
            yield "email", row.email_key
        if row.phone_key or not row.email_key:
            yield "person", row.name_key, row.phone_key

    def lookups(self, keys: set[Key]) -> Iterator[Q]:
        """Numbers, mailboxes and names are asked for at once; the records behind them are few, and often none."""
        columns = {"reference": "reference", "email": "email_key", "person": "name_key"}
        wanted: dict[str, list[str]] = {column: [] for column in columns.values()}
        for key in keys:
            wanted[columns[str(key[0])]].append(str(key[1]))
        agency = self.run.agency.pk
        found = {pk for column, texts in wanted.items() for _text, pk in numbers_by(Candidate, agency, column, texts)}
        if found:
            yield Q(pk__in=found)

    def is_same(self, draft: Draft[Candidate], key: Key, fields: dict[str, Any]) -> bool:
        """Two people of one name and phone are two where their numbers differ: a couple, a father and a son."""
        numbers = {draft.row.reference, fields.get("reference", "")} - {""}
        return key[0] != "person" or len(numbers) < 2

    def entries(self, values: Values) -> list[str]:
        """The skills."""
        skills: list[str] = values.get("skills", [])
        if any(len(skill) > LONGEST_SKILL for skill in skills):
            raise Refusal(_("A skill is longer than %(longest)d characters.") % {"longest": LONGEST_SKILL})
        return skills

    def entry_key(self, name: str) -> str:
        """Skills are compared without case and accents."""
        return skill_key(name)[:LONGEST_SKILL]

    def load_lists(self, drafts: dict[int, Draft[Candidate]]) -> None:
        """What they can do already."""
        rows = Candidate.skills.through.objects.filter(candidate__in=drafts)
        for candidate, key in rows.values_list("candidate_id", "skill__key"):
            drafts[candidate].listed.add(key)

    def write_lists(self, drafts: list[Draft[Candidate]]) -> None:
        """Give them their new skills, which are made where nobody had them yet."""
        names = {self.entry_key(name): name for draft in drafts for name in draft.added}
        skills = self.skills(names)
        through = Candidate.skills.through
        pairs = ((draft.row.pk, skills[self.entry_key(name)]) for draft in drafts for name in draft.added)
        insert_pairs(through._meta.db_table, ("candidate_id", "skill_id"), pairs)

    def skills(self, names: dict[str, str]) -> dict[str, int]:
        """The numbers of skills by their keys; those that nobody had are made."""
        agency = self.run.agency.pk
        found = dict(numbers_by(Skill, agency, "key", names))
        new = [key for key in names if key not in found]
        rows = [fresh(Skill, agency_id=agency, key=key, name=names[key].strip()[:100]) for key in new]
        insert_many(rows, conflict="DO NOTHING")
        return found | dict(numbers_by(Skill, agency, "key", new))

    def findable(self, draft: Draft[Candidate]) -> search.Entry:
        """Found by their skills too; those they had before by their keys, which say the same to the search."""
        return draft.row.findable(draft.added if draft.new else sorted(draft.listed))


def availability(values: Values) -> str:
    """From when, and with which notice, in one line: "From 23 Nov 2026, 4 weeks' notice"."""
    parts = []
    if start := values.get("available_on"):
        parts.append(_("From %(day)s") % {"day": day(start)})
    if words := values.get("availability"):
        parts.append(words)
    if notice := values.get("notice_period"):
        counted = notice[:1].isdigit() and "notice" not in notice.lower()
        parts.append(_("%(notice)s notice") % {"notice": notice} if counted else notice)
    return ", ".join(parts)
