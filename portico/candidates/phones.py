"""Phone numbers in one form, so that the same number is found however it was typed."""

import phonenumbers


def phone_key(number: str, region: str = "") -> str:
    """The number in E.164 form (+442079460000), or its bare digits where no country is known. '' for nothing."""
    text = number.strip()
    if text.startswith("00") and not region:
        text = f"+{text[2:]}"
    if not text:
        return ""
    try:
        parsed = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return "".join(char for char in text if char.isdigit())[:20]
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
