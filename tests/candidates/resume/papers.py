"""Résumés of invented people, made for the tests: as Word files and, with typst, as PDF."""

import io
from typing import Any

import docx
import typst
from docx.shared import Pt

ARDEN = {
    "name": "Nell Ardenhaugh",
    "label": "Maintenance Planner",
    "contact": "Leith, Scotland | +44 7700 900345 | nell.ardenhaugh@example.org | linkedin.com/in/nell-ardenhaugh",
    "summary": "Planner with eight years in breweries who keeps spare parts and people where they are needed.",
}
JOBS = [
    (
        "Maintenance Planner",
        "Fernbrook Brewing Ltd",
        "Leith",
        "March 2019 – Present",
        "Plan the work of fourteen fitters",
    ),
    ("Stores Supervisor", "Dunmore Bakeries", "Falkirk", "June 2015 – February 2019", "Counted parts for three lines"),
]


def word() -> bytes:
    """The usual Word résumé: headings, dates behind a tab, lists."""
    paper = docx.Document()
    paper.add_heading(ARDEN["name"], 0)
    paper.add_paragraph(ARDEN["label"])
    paper.add_paragraph(ARDEN["contact"])
    paper.add_heading("Profile", 1)
    paper.add_paragraph(ARDEN["summary"])
    paper.add_heading("Employment History", 1)
    for title, employer, place, dates, deed in JOBS:
        line = paper.add_paragraph()
        line.paragraph_format.tab_stops.add_tab_stop(Pt(430))
        line.add_run(title).bold = True
        line.add_run(f"\t{dates}")
        paper.add_paragraph(f"{employer}, {place}, Scotland")
        paper.add_paragraph(deed, style="List Bullet")
    paper.add_heading("Education", 1)
    paper.add_paragraph("HND in Mechanical Engineering, Forth Valley College (2012 – 2014)")
    paper.add_heading("Key Skills", 1)
    paper.add_paragraph("SAP PM, Pareto analysis, Excel, Stock control")
    paper.add_heading("Languages", 1)
    paper.add_paragraph("English (Native), Polish (Intermediate)")
    paper.add_heading("Certifications", 1)
    paper.add_paragraph("IOSH Managing Safely, 2021", style="List Bullet")
    return saved(paper)


def word_table() -> bytes:
    """A German one: a table with dates on the left."""
    paper = docx.Document()
    paper.add_heading("Lebenslauf", 0)
    for heading, rows in {
        "Persönliche Daten": [
            ("Name", "Jorinde Aumüller"),
            ("Telefon", "+49 351 2087 440"),
            ("E-Mail", "j.aumueller@example.de"),
        ],
        "Berufserfahrung": [
            ("04/2018 – heute", "Leiterin Einkauf\nElbwerk Maschinenbau GmbH, Dresden"),
            ("10/2013 – 03/2018", "Strategische Einkäuferin\nSachsenguss AG, Leipzig"),
        ],
        "Ausbildung": [("10/2007 – 06/2013", "Diplom, Wirtschaftsingenieurwesen\nTechnische Universität Dresden")],
        "Sprachen": [("Deutsch", "Muttersprache"), ("Tschechisch", "Grundkenntnisse")],
    }.items():
        paper.add_heading(heading, 1)
        table = paper.add_table(0, 2)
        for left, right in rows:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = left, right
    return saved(paper)


def saved(paper: Any) -> bytes:
    """A Word file's bytes."""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def pdf(source: str) -> bytes:
    """A PDF that typst makes of a source."""
    return typst.compile(source.encode())


SIDEBAR = """
#set page(paper: "a4", margin: 1.5cm)
#set text(size: 10pt)
#show heading: it => block(above: 14pt, below: 7pt, text(size: 13pt, upper(it.body)))
#grid(columns: (31%, 1fr), column-gutter: 22pt, [
  = Contact
  Bilbao, Spain \\
  +34 600 112 233 \\
  itziar.olano\\@example.es \\
  #link("https://www.linkedin.com/in/itziar-olano")[LinkedIn]
  = Skills
  - Cost control
  - Power BI
  - SQL
  - Month-end close
  = Languages
  - Spanish (Native)
  - Basque (Fluent)
], [
  #text(size: 24pt, weight: "bold")[Itziar Olano] \\
  Financial Controller
  = Experience
  *Financial Controller* #h(1fr) Jan 2020 – Present \\
  Norte Logística S.A., Bilbao, Spain
  - Close the books of four companies within five days
  *Junior Accountant* #h(1fr) Sep 2016 – Dec 2019 \\
  Gestoría Arriaga, Vitoria-Gasteiz, Spain
  - Kept the ledgers of thirty shops
  = Education
  *Degree in Business Administration* #h(1fr) 2012 – 2016 \\
  Universidad de Deusto
])
"""
SEVERAL_ROLES = """
#set page(paper: "a4")
#text(size: 22pt)[Corwin Haddad] \\
Lyon, France | corwin.haddad\\@example.fr
= Expérience professionnelle
*Atelier Brévin* \\
Chef de projet \\
janvier 2021 – aujourd'hui \\
#list[Conduite de douze chantiers dans la région]
Conducteur de travaux \\
mars 2017 – décembre 2020 \\
#list[Suivi des équipes et des fournisseurs]
= Formation
*Licence professionnelle* \\
Université de Lyon \\
2013 – 2016
= Langues
Français (langue maternelle), Anglais (B2)
"""
