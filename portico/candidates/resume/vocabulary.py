"""Words by which titles, employers, schools, degrees and places are told apart, in English, German, French and Spanish."""

import re

from portico.candidates.resume.folding import fold
from portico.candidates.resume.towns import is_town

TITLE_WORDS = frozenset(
    """
    accountant actor actuary adjuster adjunct administrator admin adviser advisor advocate agent aide ambassador analyst anesthetist apprentice architect archivist artist assembler
    assistant associate astronomer athlete attendant attorney auditor author baker banker barber barista bartender biologist bookkeeper boss broker builder busser buyer cadet captain
    caregiver caretaker carpenter cashier ceo cfo chair chairman chairperson chairwoman chancellor chef chemist chief cio ciso cleaner clerk clinician cmo co-founder coach collector
    columnist commander companion comptroller concierge conductor consultant contractor controller cook coo coordinator copywriter counsel counselor counsellor courier creator crew cto
    curator custodian dancer dealer dean dentist deputy designer detailer detective developer dietitian director dishwasher dispatcher doctor draftsman drafter driver economist
    editor educator electrician employee engineer entrepreneur epidemiologist estimator evaluator examiner executive expert fabricator facilitator farmer fellow fellowship firefighter
    fitter foreman founder freelance freelancer fundraiser gardener generalist geologist guard guide hairdresser handler handyman head helper host hostess housekeeper hygienist
    illustrator inspector installer instructor intern internship interpreter interviewer inventor investigator janitor journalist journeyman judge laborer labourer landscaper lawyer lead
    leader lecturer lender liaison librarian lieutenant lifeguard linguist loader machinist maker manager marketer mason mechanic mediator mentor merchandiser merchandizer metallurgist
    midwife millwright minister model moderator monitor mover musician nanny navigator negotiator notary nurse nutritionist officer operations operative operator optician optometrist
    orderly organizer owner packer painter paralegal paramedic partner pastor pathologist pharmacist phlebotomist photographer physician physicist physiotherapist picker pilot planner
    plumber police postdoc practitioner preceptor president principal processor producer professor programmer promoter proofreader proprietor prosecutor provider psychiatrist
    psychologist publicist purchaser radiographer radiologist ranger realtor receptionist recruiter registrar rep reporter representative researcher resident retailer reviewer rn lpn cna roofer
    sailor salesman salesperson saleswoman scheduler scientist scribe secretary seller sergeant server setter sommelier specialist sre staff statistician steward stocker strategist
    student stylist superintendent superviser supervisor surgeon surveyor sysadmin tailor teacher teller technician technologist tester therapist trader trainee trainer
    transcriptionist translator treasurer tutor typist underwriter usher vet veterinarian videographer vp volunteer waiter waitress warden welder worker writer yoga
    machinists founding cofounder dba devops qa scrum sdet phd
    abteilungsleiter aushilfe auszubildende auszubildender azubi bauleiter beamter berater beraterin betriebsleiter buchhalter buchhalterin erzieher erzieherin
    fachkraft facharzt fachinformatiker filialleiter geschaftsfuhrer geschaftsfuhrerin gesellin geselle hausmeister hilfskraft ingenieur ingenieurin kauffrau kaufmann koch kochin
    konstrukteur konstrukteurin lehrer lehrerin leiter leiterin leitung meister mitarbeiter mitarbeiterin pfleger pflegefachkraft pflegerin praktikant praktikantin praktikum projektleiter projektleiterin
    referent referentin sachbearbeiter sachbearbeiterin schreiner sekretarin tischler verkaufer verkauferin vertreter volontar volontarin werkstudent werkstudentin
    wissenschaftlicher wissenschaftliche entwickler entwicklerin techniker technikerin assistentin redakteur redakteurin teamleiter teamleiterin mechaniker mechanikerin monteur elektriker krankenschwester disponent disponentin
    agente acheteur acheteuse adjoint adjointe aide alternant alternante animateur animatrice apprenti apprentie architecte assistante assistants attache attachee avocat avocate caissier caissiere
    charge chargee chauffeur chef cheffe coiffeur commercial commerciale comptable concepteur conceptrice conducteur conductrice conseiller conseillere consultante controleur coordinateur
    coordinatrice cuisinier cuisiniere delegue dessinateur developpeur developpeuse directeur directrice educateur educatrice electricien employe employee encadrant enseignant enseignante
    equipier formateur formatrice gerant gerante gestionnaire graphiste infirmier infirmiere ingenieure institutrice journaliste juriste livreur magasinier maitre manutentionnaire mecanicien
    medecin monteur operateur operatrice ouvrier patissier preparateur preparatrice professeur receptionniste redacteur redactrice responsable secretaire serveur serveuse
    soignante soignant stagiaire technicien technicienne traducteur traductrice vendeur vendeuse veterinaire
    abogado abogada administrador administradora administrativo administrativa agente analista aprendiz arquitecto arquitecta asesor asesora asistente auxiliar ayudante becario becaria cajero
    cajera camarero camarera carpintero cocinero cocinera comercial conductor consultor consultora contable coordinador coordinadora delegado dependiente dependienta desarrollador
    desarrolladora director directora disenador disenadora docente ejecutivo ejecutiva electricista encargado encargada enfermera enfermero especialista farmaceutico formador gerente gestor
    gestora ingeniera ingeniero investigador investigadora jefe jefa maestra maestro mecanico medica medico monitor monitora operario operaria orientador peluquera periodista practicas
    profesor profesora programador programadora recepcionista redactor redactora repartidor responsable socio supervisor supervisora tecnica tecnico teleoperador terapeuta trabajador
    trabajadora traductora vendedor vendedora vigilante
    """.split()
)
TITLE_ENDINGS = re.compile(
    r"(?:ingenieur|leiter|entwickler|berater|pfleger|kaufmann|kauffrau|techniker|mechaniker|mechatroniker|assistent|fuhrer|arbeiter|verkaufer|"
    r"lehrer|meister|referent|planer|verwalter|informatiker|student|pruferin|prufer|fahrer|koch|arzt|gestalter|spezialist|analyst|manager|gehilfe)(?:in|innen)?$"
)
TITLE_HINTS = re.compile(r"^(?:senior|junior|sr|jr|lead|chief|head|vice|deputy|assistant|principal|director|aide|adjoint|jefe)$")
EMPLOYER_WORDS = frozenset(
    """
    inc llc ltd limited gmbh ag kg kgaa se plc corp corporation company co sa sas sarl srl spa bv nv pty llp lp group groupe gruppe grupo holding holdings university college school academy institute
    institut instituto hospital clinic klinik klinikum krankenhaus hopital center centre zentrum centro bank banque banco insurance versicherung restaurant cafe hotel bakery brewery store stores shop market markets
    foundation stiftung fondation fundacion association verein ministry ministere ministerio department agency agencia agence council city county state federal bureau office authority services service solutions systems
    technologies technology tech software labs laboratories laboratory partners associates consulting consultants industries international global enterprises enterprise ventures capital media
    studio studios network networks communications telecom energy electric motors automotive airlines airways logistics transport shipping pharma pharmaceuticals health healthcare medical care
    church district schools club museum library theatre theater press news army navy force guard police airport trust society union realty properties construction
    universitat hochschule fachhochschule universite universidad ecole lycee colegio escuela werke werk gesellschaft betrieb amt stadt mairie conseil societe ayuntamiento hospitales kindergarten bistro grill pizza deli diner pharmacy chu
    """.split()
)
SCHOOL_WORDS = re.compile(
    r"\b(?:univ\w*|college|school|schools|academy|institut\w*|polytechni\w*|hochschule\w*|fachhochschule|fh|tu|eth|epfl|mit|ucla|insead|hec|essec|insa|iut|rwth|kit|lmu|"
    r"gymnasium|realschule|gesamtschule|berufsschule|berufskolleg|schule|\w*schule|\w*gymnasium|akademie|ihk|ecole|lycee|faculte|sorbonne|cfa|greta|afpa|sciences po|"
    r"universidad|escuela|facultad|ies|colegio|seminary|conservator\w*|tech|bootcamp|campus|iit|nit|uni|georgia tech|caltech|virginia tech|academia|centro|liceo|politecnic\w*|kolleg|community college|oxford|cambridge|harvard|yale|stanford)\b"
)
DEGREE_WORDS = re.compile(
    r"\b(?:bachelor\w*|master\w*|doctor\w*|ph ?d|d ?phil|mba|emba|b ?sc|m ?sc|b ?s|m ?s|b ?a|m ?a|b ?eng|m ?eng|b ?tech|m ?tech|b ?com|m ?com|bba|bfa|mfa|m ?ed|b ?ed|msn|bsn|adn|jd|j d|ll ?[bm]|md|mph|mpa|"
    r"associate\w*|a ?a ?s|diploma\w*|degree|certificate|minor|major|hons|honou?rs|graduate|undergraduate|ged|g e d|a levels?|gcse\w*|ib|foundation|postgraduate|pg ?d|pgce|"
    r"abitur|matura|maturitat|maturite|vordiplom|laurea|maturita|allgemeine hochschulreife|fachabitur|fachhochschulreife|mittlere reife|realschulabschluss|hauptschulabschluss|ausbildung|diplom\w*|magister|staatsexamen|promotion|lehre|studium|geselle\w*|meister\w*|"
    r"licence\w*|baccalaureat|bac|bts|dut|but|deug|maitrise|doctorat|diplome\w*|cap|bep|titre|ingenieur\w*|deust|mastere|"
    r"grado|master universitario|licenciatura|licenciad\w*|diplomatura|ingenieria|doctorado|bachillerato|ciclo|fp|tecnic\w* superior|tecnico|posgrado|titulo|eso|graduad\w*|certificado)\b"
)
STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC "
    "ON QC BC AB MB SK NS NB NL PE NSW VIC QLD ACT TAS UK US USA UAE".split()
)
REGIONS = frozenset(
    fold(name)
    for name in """
    alabama; alaska; arizona; arkansas; california; colorado; connecticut; delaware; florida; georgia; hawaii; idaho; illinois; indiana; iowa; kansas; kentucky; louisiana; maine; maryland; massachusetts; michigan;
    minnesota; mississippi; missouri; montana; nebraska; nevada; new hampshire; new jersey; new mexico; new york; north carolina; north dakota; ohio; oklahoma; oregon; pennsylvania; rhode island; south carolina;
    south dakota; tennessee; texas; utah; vermont; virginia; washington; west virginia; wisconsin; wyoming; ontario; quebec; british columbia; alberta; manitoba; saskatchewan; nova scotia; england; scotland; wales; northern ireland;
    argentina; australia; austria; bangladesh; belgium; bolivia; brazil; bulgaria; canada; chile; china; colombia; costa rica; croatia; cuba; cyprus; czech republic; czechia; denmark; dominican republic; ecuador; egypt; estonia; ethiopia;
    finland; france; germany; ghana; greece; guatemala; honduras; hong kong; hungary; iceland; india; indonesia; iran; iraq; ireland; israel; italy; jamaica; japan; jordan; kazakhstan; kenya; kuwait; latvia; lebanon;
    lithuania; luxembourg; malaysia; malta; mexico; morocco; nepal; netherlands; the netherlands; new zealand; nicaragua; nigeria; norway; oman; pakistan; panama; paraguay; peru; philippines; poland; portugal; puerto rico; qatar; romania; russia;
    saudi arabia; senegal; serbia; singapore; slovakia; slovenia; south africa; south korea; korea; spain; sri lanka; sweden; switzerland; syria; taiwan; tanzania; thailand; tunisia; turkey; turkiye; uganda; ukraine; united arab emirates;
    united kingdom; great britain; united states; united states of america; uruguay; venezuela; vietnam; viet nam; zambia; zimbabwe; deutschland; osterreich; schweiz; frankreich; spanien; italien; grossbritannien; allemagne; belgique; suisse;
    espagne; maroc; algerie; tunisie; royaume uni; etats unis; espana; alemania; francia; reino unido; estados unidos; tamil nadu; karnataka; maharashtra; kerala; gujarat; telangana; punjab; bavaria; bayern; hessen; sachsen;
    baden wurttemberg; nordrhein westfalen; ile de france; bretagne; catalonia; cataluna; madrid; andalucia; comunidad valenciana; uk; usa; uae; u s a; u k; dubai
    """.split(";")
)
REMOTE = re.compile(r"(?i)^\W*(?:remote|hybrid|on-?site|home ?office|t[ée]l[ée]travail|remoto|work from home)\b")


def title_score(text: str) -> float:
    """How much a text looks like a job title: 0 to 1."""
    words = fold(text).split()
    if not words or len(words) > 12:
        return 0.0
    hits = [word in TITLE_WORDS or bool(TITLE_ENDINGS.search(word)) for word in words]
    if not any(hits):
        return 0.0
    return 1.0 if hits[-1] or hits[0] else 0.8


def employer_score(text: str) -> float:
    """How much a text looks like an employer's name: 0 to 1."""
    words = fold(text).split()
    if not words or len(words) > 12:
        return 0.0
    return 1.0 if any(word in EMPLOYER_WORDS for word in words) else 0.0


def is_school(text: str) -> bool:
    """Whether a text names a school or university."""
    return bool(SCHOOL_WORDS.search(fold(text)))


def is_degree(text: str) -> bool:
    """Whether a text names a degree."""
    return bool(DEGREE_WORDS.search(fold(text)))


def is_region(text: str) -> bool:
    """Whether a text is a state, a country or the like."""
    return text.strip(" .") in STATES or fold(text) in REGIONS


def is_place(text: str) -> bool:
    """Whether a whole text is a place: city and region, a country, or that one works from anywhere."""
    if REMOTE.match(text) and len(text) < 40:
        return True
    parts = [part.strip() for part in re.split(r"[,·]", text) if part.strip()]
    if not parts or len(parts) > 4 or len(text) > 60:
        return False
    last = re.sub(r"\s*\d{4,6}$|\s*\(.*\)$", "", parts[-1])
    if employer_score(parts[0]) or title_score(text):
        return False
    if len(parts) == 3 and not is_region(parts[1]) and not is_town(parts[0]):
        return False
    if len(parts) == 2 and is_town(parts[0], 15_000) and is_town(parts[1], 15_000):
        return True
    if re.search(r"(?i)metropolitan area|\b(?:city|city, state)$", text) and not re.search(r"\d", text):
        return True
    return is_region(last) and all(len(part) < 30 for part in parts)
