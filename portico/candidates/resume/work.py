"""Jobs: who employed them as what, from when to when."""

import re
from typing import Any

from portico.candidates.resume.entries import BULLET, Entry, entries_of
from portico.candidates.resume.sections import Section
from portico.candidates.resume.shapes import Line
from portico.candidates.resume.slots import EDGES, Slot, slots_of, votes
from portico.candidates.resume.vocabulary import employer_score, title_score

type Json = dict[str, Any]

NAME_AND_TOWN = re.compile(r"^([^,]{2,60}),\s+([^\W\d][^,\d]{1,30})$")


def work_of(sections: list[Section]) -> list[Json]:
    """All jobs, in the order of the page."""
    jobs: list[Json] = []
    for section in sections:
        if section.kind == "work":
            jobs += jobs_in(section.lines)
    return jobs


def jobs_in(lines: list[Line]) -> list[Json]:
    """The jobs of one part."""
    entries = entries_of(lines)
    read = [slots_of(entry) for entry in entries]
    titles = votes([slots for slots, _ in read], title_score)
    employers = votes([slots for slots, _ in read], employer_score)
    jobs: list[Json] = []
    for entry, (slots, places) in zip(entries, read, strict=True):
        title, employer = told_apart(slots, titles, employers)
        job = job_of(entry, title, employer, places)
        if job is not None:
            jobs.append(job)
    return inherit(without_places(jobs))


def without_places(jobs: list[Json]) -> list[Json]:
    """Employers without the town behind them, where most jobs are written "Employer, Town"."""
    ends = [NAME_AND_TOWN.match(job.get("name", "")) if not job.get("location") else None for job in jobs]
    if sum(1 for end in ends if end and not employer_score(end[2])) < max(2, 0.6 * len(jobs)):
        return jobs
    return [
        job | {"name": end[1], "location": end[2]} if end and not employer_score(end[2]) else job
        for job, end in zip(jobs, ends, strict=True)
    ]


def told_apart(
    slots: list[Slot], titles: dict[tuple[int, int], float], employers: dict[tuple[int, int], float]
) -> tuple[str, str]:
    """The title and the employer among an entry's texts."""
    named = {slot.role: slot.text for slot in slots if slot.role in {"title", "employer"}}
    slots = without_towns([slot for slot in slots if slot.role in {"", "town"}])
    if len(named) == 2:
        return named["title"], named["employer"]
    if named and slots:
        rest = max(slots, key=lambda slot: employer_score(slot.text) if "title" in named else title_score(slot.text))
        return named.get("title", rest.text), named.get("employer", rest.text)
    if not slots:
        return named.get("title", ""), named.get("employer", "")
    if len(slots) == 1:
        return one_text(slots[0].text)
    best, found = -1e9, ("", "")
    for title in slots:
        for employer in slots:
            if title is employer:
                continue
            fit = titles[title.key] + 0.6 * title_score(title.text) - 0.4 * employers[title.key]
            fit += employers[employer.key] * 0.7 - titles[employer.key] - 0.6 * title_score(employer.text)
            fit += 0.3 * employer_score(employer.text)
            fit -= 0.08 * (slots.index(title) + slots.index(employer))
            fit -= 0.25 * (abs(title.key[0] - employer.key[0]) > 1)
            if fit > best:
                best, found = fit, (title.text, employer.text)
    return found


def without_towns(slots: list[Slot]) -> list[Slot]:
    """A town is the place of work, unless it is all there is beside the title: then it is the employer's name."""
    rest = [slot for slot in slots if not slot.role]
    titled = any(title_score(slot.text) for slot in rest)
    return rest if len(rest) > 1 or (rest and not titled) else slots


def one_text(text: str) -> tuple[str, str]:
    """Title and employer out of one text, parted by a comma."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2:
        first, second = title_score(parts[0]), title_score(parts[1])
        if first > second:
            return parts[0], parts[1]
        if second > first:
            return parts[1], parts[0]
    if len(parts) > 2 and title_score(parts[0]):
        return parts[0], ", ".join(parts[1:])
    return (text, "") if title_score(text) >= employer_score(text) and title_score(text) else ("", text)


def job_of(entry: Entry, title: str, employer: str, places: list[str]) -> Json | None:
    """One job as JSON Resume has it."""
    job: Json = {"name": employer.strip(EDGES), "position": title.strip(EDGES), "location": ", ".join(places[:1])}
    job |= {"startDate": entry.span.start, "endDate": entry.span.end}
    if not entry.span.is_range and not entry.span.end:
        job["endDate"] = entry.span.start
    job["highlights"] = paragraphs(entry.body)
    return {key: value for key, value in job.items() if value} if title or employer or entry.body else None


def inherit(jobs: list[Json]) -> list[Json]:
    """Several roles at one employer: the line above them names it, the roles do not."""
    found: list[Json] = []
    group = ""
    for index, job in enumerate(jobs):
        if job.get("name") and not job.get("position"):
            following = jobs[index + 1] if index + 1 < len(jobs) else {}
            if following.get("position") and not following.get("name") and not job.get("highlights"):
                group = job["name"]
                continue
        if job.get("position") and not job.get("name") and (group or found):
            job = {"name": group or found[-1].get("name", "")} | job
        elif job.get("name"):
            group = job["name"]
        found.append(job)
    return found


def paragraphs(lines: list[Line]) -> list[str]:
    """The text below a head, one paragraph or list item each."""
    found: list[str] = []
    for line in lines:
        text = BULLET.sub("", line.text)
        if not text:
            continue
        if (
            found
            and not BULLET.match(line.text)
            and line.gap < 1.0
            and (text[:1].islower() or not found[-1].endswith((".", ":")))
        ):
            found[-1] += " " + text
        else:
            found.append(text)
    return found
