"""A résumé's bytes read into JSON Resume. Runs in the reading child, without Django."""

from typing import Any

from portico.candidates.resume.columns import lines_of
from portico.candidates.resume.education import education_of
from portico.candidates.resume.furniture import text_lines
from portico.candidates.resume.lists import certificates_of, languages_of, skills_of
from portico.candidates.resume.person import basics_of
from portico.candidates.resume.sections import Section, sections_of
from portico.candidates.resume.shapes import Page
from portico.candidates.resume.work import work_of

type Json = dict[str, Any]

FEWEST_WORDS = 10


def pages_in(data: bytes) -> list[Page]:
    """The words of a file on its pages, whichever kind of file it is. ValueError where it cannot be read."""
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"RIFF")):
        return scanned(data)
    if data.startswith(b"PK"):
        from portico.candidates.resume.docx import pages_of as docx_pages

        return docx_pages(data)
    from portico.candidates.resume.pdf import pages_of

    pages = pages_of(data)
    return pages if sum(len(page.words) for page in pages) >= FEWEST_WORDS else scanned(data)


def scanned(data: bytes) -> list[Page]:
    """The pages of a file without words of its own."""
    from portico.candidates.resume.ocr import pages_of as scanned_pages

    return scanned_pages(data)


def read(data: bytes) -> Json:
    """The résumé in a file. ValueError where there are no words in it."""
    pages = pages_in(data)
    lines, edges = text_lines(lines_of(pages), pages)
    if sum(len(line.words) for line in lines) < FEWEST_WORDS:
        raise ValueError("no words to read")
    sections = sections_of(lines)
    sections.append(Section("edge", lines=edges))
    found: Json = {"basics": basics_of(sections, pages), "work": work_of(sections), "education": education_of(sections)}
    found |= {"skills": skills_of(sections), "languages": languages_of(sections)}
    return found | {"certificates": certificates_of(sections)}
