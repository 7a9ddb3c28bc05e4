"""Words that say outright what stands beside them: "Position: …", "Name and address of employer | …"."""

import re

from portico.candidates.resume.folding import fold

ROLES = {
    "title": "position; title; job title; role; occupation or position held; position held; occupation; designation; funktion; beruf oder funktion; poste; poste occupe; fonction; fonction ou poste occupe; puesto; cargo; profesion o cargo desempenado; berufsbezeichnung; stelle; tatigkeit als",
    "employer": "employer; company; organisation; organization; name and address of employer; company name; employer name; client; firma; arbeitgeber; name und adresse des arbeitgebers; employeur; entreprise; nom et adresse de l employeur; nom et adresse de lemployeur; empresa; nombre y direccion de la empresa; empleador; unternehmen; name of employer",
    "degree": "degree; qualification; title of qualification awarded; course; abschluss; bezeichnung der erworbenen qualifikation; diplome; intitule du certificat ou diplome delivre; titulo; titulo de la cualificacion obtenida; studiengang; qualification awarded",
    "school": "school; university; college; institution; institute; name and type of organisation; name and type of organisation providing education and training; name und art der bildungs oder ausbildungseinrichtung; schule; hochschule; universitat; etablissement; centro; name and type of organization; nom et type de l etablissement d enseignement ou de formation",
    "date": "date; dates; period; duration; from to; zeitraum; datum; daten; periode; fechas; fecha; periodo; dates d emploi; dauer",
    "place": "location; place; ort; lieu; lugar; city",
    "text": "main activities and responsibilities; main activities; main activities and; responsibilities; duties; activities; tasks; aufgaben; wichtigste tatigkeiten und zustandigkeiten; tatigkeiten; missions; principales activites et responsabilites; funciones; funciones y responsabilidades principales; principal subjects occupational skills covered; principal subjects; providing education; providing education and training; and training; type of business or sector; sector; branche; technologies; achievements; key achievements; results; environment; tech stack; description; level in national or international classification",
}
ROLE_OF = {fold(label): role for role, labels in ROLES.items() for label in labels.split(";")}
INLINE = re.compile(r"^\W*([^:]{3,45}?)\s*:\s+(?=\S)")


def role_of(text: str) -> str:
    """What a label announces: title, employer, degree, school, date, place or text; empty where it is no label."""
    return ROLE_OF.get(fold(text), "") if 3 < len(text) < 80 else ""


def inline_role(text: str) -> tuple[str, str]:
    """The role of a label at the start of a text, and the text after it."""
    found = INLINE.match(text)
    role = role_of(found[1]) if found else ""
    return (role, text[found.end() :]) if found and role else ("", text)
