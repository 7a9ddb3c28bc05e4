"""Words as they are compared: without case, accents and signs."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Small letters and digits only, single spaces between words."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("ß", "ss")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain.replace("'", "").replace("’", "")))
