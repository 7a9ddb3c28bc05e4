"""Names of languages as résumés write them, and words for how well they are spoken."""

import re

from portico.candidates.resume.folding import fold

NAMES = frozenset(
    fold(name)
    for name in """
    english; german; french; spanish; italian; portuguese; dutch; arabic; danish; slovenian; slovene; valencian; mandarin; mandarin chinese; chinese; cantonese; polish; filipino; tagalog; norwegian; swedish; czech; greek; turkish; russian;
    ukrainian; hindi; urdu; bengali; punjabi; tamil; telugu; kannada; malayalam; marathi; gujarati; japanese; korean; vietnamese; thai; indonesian; malay; hebrew; persian; farsi; romanian; hungarian; bulgarian; serbian; croatian; bosnian; slovak;
    finnish; estonian; latvian; lithuanian; icelandic; irish; welsh; catalan; basque; galician; swahili; yoruba; igbo; hausa; zulu; xhosa; afrikaans; amharic; somali; albanian; macedonian; georgian; armenian; azerbaijani; kazakh; uzbek; nepali;
    sinhala; burmese; khmer; lao; mongolian; american sign language; sign language; asl; latin; haitian creole; creole; brazilian portuguese; kurdish; pashto; dari; tigrinya; wolof; twi; shona; maltese; luxembourgish; cebuano; ilocano; hmong; esperanto; bahasa;
    englisch; deutsch; franzosisch; spanisch; italienisch; portugiesisch; niederlandisch; arabisch; danisch; slowenisch; chinesisch; polnisch; norwegisch; schwedisch; tschechisch; griechisch; turkisch; russisch; ukrainisch; japanisch; koreanisch;
    vietnamesisch; hebraisch; persisch; rumanisch; ungarisch; bulgarisch; serbisch; kroatisch; bosnisch; slowakisch; finnisch; katalanisch; latein; albanisch; kurdisch; gebardensprache; deutsche gebardensprache;
    anglais; allemand; francais; espagnol; italien; portugais; neerlandais; arabe; danois; chinois; polonais; norvegien; suedois; tcheque; grec; turc; russe; ukrainien; japonais; coreen; vietnamien; hebreu; persan; roumain; hongrois; bulgare; serbe; croate; breton; catalan; occitan; kabyle; berbere; langue des signes;
    ingles; aleman; frances; espanol; castellano; italiano; portugues; neerlandes; arabe; chino; mandarin; chino mandarin; polaco; noruego; sueco; checo; griego; turco; ruso; japones; coreano; vietnamita; hebreo; rumano; hungaro; valenciano; euskera; gallego; catala; galego; quechua; guarani;
    nederlands; polski; svenska; norsk; dansk; suomi; cestina; turkce
    """.split(";")
)
LEVEL = re.compile(
    r"(?i)\b(?:native|fluent|mother tongue|bilingual|professional|working|proficien\w*|conversational|intermediate|basic|advanced|elementary|limited|beginner|[abc][12]|"
    r"muttersprach\w*|fließend|verhandlungssicher|gute|grundkenntnisse|langue maternelle|courant|bilingue|scolaire|intermédiaire|notions|nativ[oa]|materna|fluido|avanzado|medio|básico|toefl|toeic|ielts|delf|dele)\b"
)
MOST_WORDS = 3


def language_in(text: str) -> str:
    """The language that a text begins with, as it is written there; empty where it begins with none."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
    for start in range(min(len(words), 3)):
        for count in range(MOST_WORDS, 0, -1):
            part = words[start : start + count]
            if len(part) == count and fold(" ".join(part)) in NAMES:
                return " ".join(part)
    return ""
