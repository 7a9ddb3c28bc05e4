"""Makes the demo candidates' résumés: their data as JSON in, PDF and Word files out."""

import json
from pathlib import Path
from typing import Any

import typst
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

LAYOUTS = Path(__file__).parent / "files" / "layouts"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
FIXED_TIME = 0  # The same data gives the same bytes, whenever it is rendered.

type Resume = dict[str, Any]


def build_resumes(source: Path, target: Path) -> list[Path]:
    """Render every `*.json` in `source` into `target`, under the file name and in the layout that its `meta` names."""
    target.mkdir(parents=True, exist_ok=True)
    compilers: dict[str, typst.Compiler] = {}
    made = []
    for path in sorted(source.glob("*.json")):
        resume: Resume = json.loads(path.read_text(encoding="utf-8"))
        layout, file = resume["meta"]["layout"], target / Path(resume["meta"]["file"]).name
        if file.suffix == ".docx":
            write_word(resume, layout, file)
        else:
            if layout not in compilers:
                compilers[layout] = compiler_for(layout)
            write_pdf(compilers[layout], resume, file)
        made.append(file)
    return made


def compiler_for(layout: str) -> typst.Compiler:
    """A compiler that knows only the fonts it brings along, so a résumé looks the same on every machine."""
    return typst.Compiler(input=LAYOUTS / f"{layout}.typ", root=LAYOUTS, ignore_system_fonts=True)


def write_pdf(compiler: typst.Compiler, resume: Resume, file: Path) -> None:
    """One PDF. The data travels as JSON and is never part of the markup."""
    compiler.compile(output=file, format="pdf", sys_inputs={"cv": json.dumps(resume)}, timestamp=FIXED_TIME)


def write_word(resume: Resume, layout: str, file: Path) -> None:
    """One Word file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    document.core_properties.title = f"{resume['basics']['name']}, curriculum vitae"
    document.core_properties.author = resume["basics"]["name"]
    (write_banded if layout == "banded" else write_classic)(document, resume)
    document.save(str(file))


def write_classic(document: WordDocument, resume: Resume) -> None:
    """One column, dark red headings, dates at the right."""
    color = RGBColor(0x8B, 0x1E, 0x2D)
    set_font(document, "Georgia", 10.5, color)
    basics = resume["basics"]
    title = document.add_paragraph()
    write(title, basics["name"], size=24, color=color)
    title.paragraph_format.space_after = Pt(0)
    write(document.add_paragraph(), basics["label"], size=13, italic=True)
    write(document.add_paragraph(), "  |  ".join(contact_lines(resume)), size=9)
    document.add_heading("Profile", 1)
    document.add_paragraph(basics["summary"])
    add_story(document, resume, color)
    document.add_heading("Skills", 1)
    document.add_paragraph(", ".join(skill_names(resume)))
    document.add_heading("Languages", 1)
    for language, fluency in language_pairs(resume):
        document.add_paragraph(f"{language}: {fluency}", style="List Bullet")
    add_certificates(document, resume, color)
    document.add_heading("Interests", 1)
    document.add_paragraph(interests(resume))


def write_banded(document: WordDocument, resume: Resume) -> None:
    """A blue band with the name, facts in a table, then the story."""
    color = RGBColor(0x1D, 0x4E, 0x89)
    set_font(document, "Calibri", 11, color)
    basics = resume["basics"]
    band = document.add_table(rows=1, cols=2)
    band.autofit = False
    left, right = band.rows[0].cells
    left.width, right.width = Cm(10), Cm(6.6)
    for cell in (left, right):
        shade(cell, "1D4E89")
    white = RGBColor(0xFF, 0xFF, 0xFF)
    write(left.paragraphs[0], basics["name"], size=22, color=white, bold=True)
    write(left.add_paragraph(), basics["label"], size=12, color=white)
    write(right.paragraphs[0], "\n".join(contact_lines(resume)), size=9, color=white)
    document.add_heading("About me", 1)
    document.add_paragraph(basics["summary"])
    facts = document.add_table(rows=0, cols=2)
    facts.autofit = False
    rows = [
        ("Skills", ", ".join(skill_names(resume))),
        ("Languages", ", ".join(f"{language} ({fluency})" for language, fluency in language_pairs(resume))),
        ("Interests", interests(resume)),
    ]
    for label, text in rows:
        first, second = facts.add_row().cells
        first.width, second.width = Cm(3), Cm(13.6)
        shade(first, "E3ECF6")
        write(first.paragraphs[0], label, bold=True)
        second.paragraphs[0].add_run(text)
    add_story(document, resume, color)
    add_certificates(document, resume, color)


def add_story(document: WordDocument, resume: Resume, color: RGBColor) -> None:
    """Work and education, newest first."""
    document.add_heading("Experience", 1)
    for work in resume["work"]:
        head = dated(document, work, color)
        write(head, work["position"], bold=True, before=True)
        where = document.add_paragraph()
        write(where, ", ".join(filter(None, (work["name"], work["location"]))), italic=True)
        where.paragraph_format.space_after = Pt(2)
        where.paragraph_format.keep_with_next = True
        for highlight in work["highlights"]:
            document.add_paragraph(highlight, style="List Bullet").paragraph_format.space_after = Pt(2)
    document.add_heading("Education", 1)
    for entry in resume["education"]:
        write(dated(document, entry, color), entry["studyType"], bold=True, before=True)
        document.add_paragraph(entry["institution"])


def add_certificates(document: WordDocument, resume: Resume, color: RGBColor) -> None:
    """Certificates with their years, where there are any."""
    if not resume["certificates"]:
        return
    document.add_heading("Certificates", 1)
    for certificate in resume["certificates"]:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(f"{certificate['name']} ")
        write(line, f"({certificate['date']})", color=color)


def dated(document: WordDocument, entry: dict[str, str], color: RGBColor) -> Paragraph:
    """A line with the dates of an entry at its right end."""
    line = document.add_paragraph()
    line.paragraph_format.tab_stops.add_tab_stop(Cm(16.6), WD_TAB_ALIGNMENT.RIGHT)
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(8), Pt(0)
    line.paragraph_format.keep_with_next = True
    write(line, "\t" + span(entry), size=9.5, color=color)
    return line


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = 0,
    color: RGBColor | None = None,
    bold: bool = False,
    italic: bool = False,
    before: bool = False,
) -> None:
    """A run of text in a paragraph; `before`: ahead of what it already holds."""
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    if color is not None:
        run.font.color.rgb = color
    if before:
        paragraph.runs[0]._r.addprevious(run._r)


def set_font(document: WordDocument, name: str, size: float, color: RGBColor) -> None:
    """The font of text and headings."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = name, Pt(size)
    normal.paragraph_format.space_after = Pt(5)
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.color.rgb = name, Pt(14), color
    fonts = heading.element.rPr.rFonts
    for attribute in list(fonts.attrib):  # The theme's own heading font would win over the name.
        del fonts.attrib[attribute]
    fonts.set(qn("w:ascii"), name)
    fonts.set(qn("w:hAnsi"), name)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(4)


def shade(cell: _Cell, color: str) -> None:
    """A background color for a cell of a table."""
    fill = OxmlElement("w:shd")
    fill.set(qn("w:val"), "clear")
    fill.set(qn("w:color"), "auto")
    fill.set(qn("w:fill"), color)
    cell._tc.get_or_add_tcPr().append(fill)


def contact_lines(resume: Resume) -> list[str]:
    """Where and how to reach them."""
    basics = resume["basics"]
    place = f"{basics['location']['city']}, {basics['location']['country']}"
    profiles = [profile["url"].removeprefix("https://www.") for profile in basics["profiles"]]
    return [place, basics["phone"], basics["email"], *profiles]


def skill_names(resume: Resume) -> list[str]:
    """Skills in their order."""
    return [skill["name"] for skill in resume["skills"]]


def language_pairs(resume: Resume) -> list[tuple[str, str]]:
    """Languages and how well they are spoken."""
    return [(one["language"], one["fluency"]) for one in resume["languages"]]


def interests(resume: Resume) -> str:
    """What they like to do otherwise."""
    return ", ".join(one["name"] for one in resume["interests"])


def span(entry: dict[str, str]) -> str:
    """From when to when: "Apr 2021 - today" with a proper dash."""
    return f"{month(entry['startDate'])} – {month(entry['endDate']) if 'endDate' in entry else 'today'}"


def month(text: str) -> str:
    """2021-04 as Apr 2021; a year alone stays."""
    year, _dash, number = text.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if number else year
