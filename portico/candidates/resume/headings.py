"""The words over the parts of a résumé, in English, German, French and Spanish."""

import re
from functools import lru_cache

from portico.candidates.resume.folding import fold

HEADINGS = {
    "summary": """summary; profile; about; about me; professional summary; executive summary; career summary; personal statement; personal profile;
        professional profile; career profile; career objective; objective; career overview; overview; professional overview; highlights of qualifications;
        introduction; bio; biography; who i am; in brief; at a glance; summary statement; profile summary; qualifications summary; summary of qualifications;
        qualification summary; statement; mission; career goal; employment objective; job objective; about myself; personal summary; intro;
        profil; kurzprofil; ueber mich; uber mich; zusammenfassung; berufliches profil; personliches profil; zur person; kurzvorstellung; qualifikationsprofil;
        a propos; a propos de moi; resume; profil professionnel; presentation; objectif; objectif professionnel; mon profil; en bref; qui suis je;
        perfil; perfil profesional; sobre mi; resumen; resumen profesional; extracto; objetivo; objetivo profesional; presentacion; acerca de mi; perfil personal""",
    "work": """experience; work experience; professional experience; employment; employment history; work history; career history; relevant experience;
        job history; positions held; professional background; career; professional history; professional employment; experience and employment; jobs; job experience;
        employment record; employment summary; industry experience; related experience; employment experience; work; professional work experience; selected experience; teaching experience;
        clinical experience; career experience; relevant work experience; research experience; leadership experience; legal experience; nursing experience; other experience;
        additional experience; previous experience; internships; internship experience; military experience; military service; positions; appointments; work background;
        internship; where i ve worked; where ive worked; experiences; professional experiences; recent experience; earlier experience; earlier career; previous roles;
        career progression; academic appointments; field experience; management experience; technical experience; sales experience; key experience; other work experience;
        berufserfahrung; berufliche erfahrung; beruflicher werdegang; berufspraxis; werdegang; berufliche stationen; praktische erfahrung; praktika; berufstatigkeit;
        berufliche laufbahn; praxiserfahrung; arbeitserfahrung; beruflicher hintergrund; stationen; berufserfahrungen; praktikum; erfahrung; anstellungen;
        experience professionnelle; experiences professionnelles; parcours professionnel; parcours; emplois; stages; experiences; mes experiences; carriere; emploi; stages et emplois;
        experiencia; experiencia laboral; experiencia profesional; trayectoria profesional; historial laboral; trayectoria; experiencias; empleo; practicas; trayectoria laboral""",
    "education": """education; education and training; academic background; academic qualifications; qualifications; educational background; academic history; training and education;
        academic credentials; educational qualifications; education history; studies; degrees; academic education; schooling; formal education; academic; educational history; academics;
        education and qualifications; education qualifications; academic training; academic profile; university; academic record; professional education; further education;
        ausbildung; bildung; bildungsweg; studium; schulbildung; akademische ausbildung; ausbildung und studium; aus und weiterbildung; bildungsgang; hochschulbildung; schule;
        akademischer werdegang; schulischer werdegang; schulische ausbildung; hochschulstudium; berufsausbildung; studium und ausbildung; ausbildung studium; schule und studium;
        formation; formations; etudes; diplomes; parcours academique; formation academique; formations et diplomes; diplomes et formations; cursus; scolarite; parcours scolaire; formation initiale;
        educacion; formacion; formacion academica; estudios; titulos; datos academicos; formacion reglada; estudios realizados; historial academico""",
    "skills": """skills; technical skills; core competencies; key skills; areas of expertise; expertise; competencies; professional skills; core skills; skill highlights; it skills;
        technologies; tools; skills and tools; skills summary; computer skills; software; technical proficiencies; proficiencies; abilities; strengths; skill set; skillset; top skills;
        technical expertise; specialties; specialities; soft skills; hard skills; core strengths; key competencies; skills and abilities; skills and expertise; technical summary;
        tech stack; technology; programming languages; skills and technologies; technical knowledge; digital skills; other skills; additional skills; relevant skills; skills and competencies;
        highlights; knowledge; what i do; areas of competence; tools and technologies; technical competencies; clinical skills; my skills; key strengths; personal skills; design skills;
        skills and strengths; technologies and tools; capabilities; core qualifications; key qualifications; skills overview; job related skills; business skills; technical tools; systems;
        kenntnisse; fahigkeiten; kompetenzen; edv kenntnisse; it kenntnisse; fachkenntnisse; kenntnisse und fahigkeiten; fachkompetenzen; fahigkeiten und kenntnisse; starken; softwarekenntnisse; edv;
        besondere kenntnisse; weitere kenntnisse; kernkompetenzen; technische kenntnisse; qualifikationen; schwerpunkte; it kompetenzen; skills und kenntnisse; technologien; software kenntnisse;
        competences; competences techniques; competences cles; savoir faire; informatique; competences professionnelles; logiciels; atouts; outils; competences informatiques; savoir etre; domaines de competences; domaines de competence; qualites;
        habilidades; competencias; aptitudes; conocimientos; conocimientos tecnicos; capacidades; informatica; habilidades tecnicas; competencias tecnicas; competencias digitales; conocimientos informaticos; habilidades y competencias; destrezas;
        competencias informaticas; competencias profesionales; aptitudes principales; herramientas""",
    "languages": """languages; language skills; language; language proficiency; spoken languages; foreign languages; languages spoken; linguistic skills; language competence; language competencies; mother tongue and languages;
        sprachen; sprachkenntnisse; fremdsprachen; fremdsprachenkenntnisse; langues; langues etrangeres; langue; competences linguistiques; langues parlees; idiomas; lenguas; idioma; conocimiento de idiomas; competencias linguisticas""",
    "certificates": """certifications; certificates; certification; licenses; licenses and certifications; certifications and licenses; professional certifications; professional qualifications; licenses certifications;
        licensure; licences; professional certification; courses and certifications; certificate; credentials; accreditations; licenses certificates; license; licenses and certificates;
        licensure and certifications; certifications and training; training and certifications; professional licenses; licences and certifications; certified; professional credentials; certifications licenses;
        certificates and licenses; professional licenses and certifications; licensure and certification; certificates and training; certifications and courses; courses and certificates; licences and certificates;
        zertifikate; zertifizierungen; zertifikate und weiterbildungen; lizenzen; weiterbildungen und zertifikate; zertifikate und lizenzen; weiterbildung und zertifikate; weiterbildungen; weiterbildung; zertifizierung; fortbildungen; fortbildung; fort und weiterbildung;
        certificats; habilitations; certifications et formations; habilitations et permis; certifications et habilitations; permis et habilitations;
        certificaciones; certificados; licencias; cursos y certificaciones; certificaciones y cursos; certificados y cursos; licencias y certificaciones; certificados y licencias""",
    "contact": """contact; contact me; contact info; contact information; contact details; get in touch; kontakt; kontaktdaten; contacto; coordonnees; contactez moi; datos de contacto; links; profiles; online; on the web; social; personal details; personal information;
        personal data; personal info; details; address; personliche daten; personliche angaben; angaben zur person; anschrift; informations personnelles; etat civil; datos personales; informacion personal; liens; enlaces; social media; find me; connect; web; websites; informacion de contacto; reseaux""",
    "other": """projects; personal projects; selected projects; key projects; academic projects; side projects; open source; publications; selected publications; papers; patents; volunteer; volunteering; volunteer experience; volunteer work; community; community service; community involvement;
        awards; honors; honors and awards; awards and honors; achievements; accomplishments; key achievements; interests; hobbies; hobbies and interests; interests and hobbies; activities; extracurricular activities; extracurricular; leadership; leadership and activities; references; referees; memberships;
        professional memberships; affiliations; professional affiliations; courses; coursework; relevant coursework; training; trainings; professional development; additional information; additional; other; miscellaneous; other information; recognition; awards and recognition;
        scholarships; conferences; talks; presentations; speaking; research; research interests; board memberships; boards; civic involvement; causes; recommendations; testimonials; seminars; workshops; leadership and service; service; quick read; driving licence; driving license; honors awards;
        extracurriculars; personal interests; invited talks; grants; teaching; thesis; portfolio; selected honors; security clearance; clearance; availability; hobbies interests; community engagement; board service; volunteer and community;
        projekte; ehrenamt; ehrenamtliches engagement; engagement; interessen; interessen und hobbys; hobbys; freizeit; sonstiges; publikationen; veroffentlichungen; auszeichnungen; referenzen; mitgliedschaften; fuhrerschein; anlagen; weitere angaben; soziales engagement; personliche interessen; hobbies; stipendien; auslandsaufenthalte; wehrdienst; zivildienst; ehrenamtliche tatigkeiten; hobbys und interessen;
        projets; benevolat; centres d interet; centres dinteret; loisirs; interets; distinctions; prix; references; activites; divers; associations; vie associative; engagements; permis; projets personnels; loisirs et interets; activites extra professionnelles; publications et conferences; centre d interet; centre dinteret;
        proyectos; voluntariado; intereses; aficiones; publicaciones; premios; referencias; otros; otros datos; cursos; formacion complementaria; actividades; informacion adicional; otros datos de interes; datos de interes; carnet de conducir; logros; reconocimientos; proyectos personales; congresos""",
}
KIND_OF = {phrase.strip(): kind for kind, phrases in HEADINGS.items() for phrase in phrases.replace("\n", " ").split(";")}
KIND_OF = {fold(phrase): kind for phrase, kind in KIND_OF.items()}
TELLING = [
    ("certificates", re.compile(r"certif|licen[sc]|zertifi|habilitation|accredit")),
    ("other", re.compile(r"project|projekt|projet|proyecto|volunt|ehrenamt|benevol|award|publication|interest|reference|hobb|honors|training|course|patent|member")),
    ("work", re.compile(r"experience|employment|work history|berufs|werdegang|experiencia|trayectoria|career history|career background")),
    ("education", re.compile(r"education|academic|ausbildung|studium|formation|formacion|educacion|etudes|estudios")),
    ("languages", re.compile(r"^(?:foreign |spoken )?languages?\b|sprachen|langues|idiomas")),
    ("skills", re.compile(r"skills|competenc|expertise|kenntnisse|kompetenz|habilidades|conocimientos|proficienc|technolog|toolkit")),
    ("summary", re.compile(r"summary|profile|objective|about")),
]
ENDS = re.compile(r"\s+(?:continued|cont|cont d|fortsetzung|suite)$")
BOTH = re.compile(r"\s*(?:&|\+|/|,|\band\b|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)


@lru_cache(maxsize=2048)
def kind_of(text: str) -> str:
    """The kind of part this heading opens; empty where the text is no known heading."""
    if len(text) > 60 or len(text) < 3 or text[-1:] in ".!?,":
        return ""
    folded = joined(text)
    if kind := KIND_OF.get(ENDS.sub("", folded), ""):
        return kind
    halves = [KIND_OF.get(fold(half), "") for half in BOTH.split(text)]
    return halves[0] if len(halves) in {2, 3} and all(halves) else ""


@lru_cache(maxsize=512)
def likely_kind_of(text: str) -> str:
    """The kind of a line that looks like a heading, by a telling word in it."""
    if kind := kind_of(text):
        return kind
    folded = joined(text)
    if len(folded.split()) <= 5 and not any(char.isdigit() for char in folded):
        return next((kind for kind, telling in TELLING if telling.search(folded)), "")
    return ""


def joined(text: str) -> str:
    """Folded; letters set apart (S K I L L S) are put together again."""
    folded = fold(text)
    parts = folded.split()
    if len(parts) > 3 and len(folded) - len(parts) + 1 <= 1.7 * len(parts):
        together = folded.replace(" ", "")
        return next((phrase for phrase in KIND_OF if phrase.replace(" ", "") == together), together)
    return folded


def kinds_in(text: str) -> set[str]:
    """All kinds that a heading such as "Education & Certifications" names."""
    return {kind for half in BOTH.split(text) if (kind := KIND_OF.get(fold(half), ""))} | {kind_of(text)} - {""}
