"""A job as search engines read it: schema.org's JobPosting, as a block of data on the page (JSON-LD)."""

import json
from typing import Any

from django.utils.safestring import SafeString

from portico.agencies.models import Agency
from portico.careers.doorway import address_of
from portico.careers.reading.jobs import address, employer_of
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from portico.kit.plain_text import as_html

EMPLOYMENT: dict[str, str] = {
    Job.Type.PERMANENT: "FULL_TIME",
    Job.Type.CONTRACT: "CONTRACTOR",
    Job.Type.TEMPORARY: "TEMPORARY",
}
HARMLESS = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""Inside a script element nothing may look like its end; JSON reads these the same."""


def posting(advert: Advert, agency: Agency) -> SafeString:
    """The block of data, ready for the page."""
    told = json.dumps(as_data(advert, agency), ensure_ascii=False)
    for char, instead in HARMLESS.items():
        told = told.replace(char, instead)
    return SafeString(f'<script type="application/ld+json">{told}</script>')


def as_data(advert: Advert, agency: Agency) -> dict[str, Any]:
    """The posting. Who hires is the agency, unless the advert names its client; our own number identifies it."""
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": advert.title,
        "description": str(as_html(advert.text)),
        "identifier": {"@type": "PropertyValue", "name": agency.name, "value": str(advert.pk)},
        "url": agency.address(address(advert)),
        "datePosted": (advert.published or advert.added).isoformat(),
        "employmentType": EMPLOYMENT[advert.job.type],
        "hiringOrganization": {"@type": "Organization", "name": employer_of(advert) or agency.name},
        "directApply": bool(address_of("careers:apply", advert.pk)),
    }
    if advert.expires:
        data["validThrough"] = advert.expires.isoformat()
    if place := place_of(advert):
        data["jobLocation"] = {"@type": "Place", "address": place}
    if advert.remote == Advert.Remote.REMOTE:
        data["jobLocationType"] = "TELECOMMUTE"
        if advert.country:
            data["applicantLocationRequirements"] = {"@type": "Country", "name": advert.country}
    if pay := pay_of(advert):
        data["baseSalary"] = pay
    return data


def place_of(advert: Advert) -> dict[str, str]:
    """Where the work is."""
    parts = {
        "addressLocality": advert.city,
        "addressRegion": advert.region,
        "postalCode": advert.postal_code,
        "addressCountry": advert.country,
    }
    told = {name: value for name, value in parts.items() if value}
    return {"@type": "PostalAddress", **told} if told else {}


def pay_of(advert: Advert) -> dict[str, Any]:
    """What it pays, where the advert says so."""
    job = advert.job
    if not (advert.show_pay and job.pay_currency and (job.pay_from or job.pay_to)):
        return {}
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": (job.pay_per or Job.Per.YEAR).upper()}
    low, high = job.pay_from or job.pay_to, job.pay_to or job.pay_from
    if low == high:
        value["value"] = float(low or 0)
    else:
        value |= {"minValue": float(low or 0), "maxValue": float(high or 0)}
    return {"@type": "MonetaryAmount", "currency": job.pay_currency, "value": value}
