"""The picture that stands beside a shared link: the job's title and place in the agency's colors."""

import json
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portico.agencies import brand
from portico.agencies.models import Agency
from portico.jobs.adverts import Advert
from portico.records import files

TEMPLATE = Path(__file__).with_name("share_image.typ")
WIDTH, HEIGHT = 1200, 630
VERSION = "1"
"""Counted up when the picture is drawn differently."""


def content_of(advert: Advert, agency: Agency) -> dict[str, str]:
    """What stands on the picture: only what the public reads anyway."""
    named = advert.job.organization.name if advert.show_organization else ""
    remote = str(Advert.Remote(advert.remote).label) if advert.remote else ""
    return {
        "title": advert.title,
        "line": " · ".join(part for part in (named, advert.place, remote) if part),
        "pay": advert.job.pay if advert.show_pay else "",
        "type": advert.job.get_type_display(),
        "agency": agency.name,
        "color": agency.brand_color,
        "ink": brand.ink_on(agency.brand_color),
        "logo": agency.logo_key,
    }


def print_of(advert: Advert, agency: Agency) -> str:
    """The name of exactly this picture."""
    return brand.fingerprint(json.dumps([VERSION, content_of(advert, agency)], sort_keys=True))


def picture_of(advert: Advert, agency: Agency) -> bytes:
    """The picture as PNG: drawn once, then kept until the advert reads differently."""
    folder = f"share-images/{advert.agency_id}/{advert.pk}"
    key = f"{folder}/{print_of(advert, agency)}.png"
    try:
        return files.stored(key)
    except OSError:
        pass
    made = draw(content_of(advert, agency))
    forget(folder)
    default_storage.save(key, ContentFile(made))
    return made


def forget(folder: str) -> None:
    """Earlier pictures go: they may say what shall no longer be said."""
    try:
        _folders, names = default_storage.listdir(folder)
    except OSError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")


def draw(content: dict[str, str]) -> bytes:
    """The words arrive as data and stay data."""
    import typst  # large, and rarely asked for

    with tempfile.TemporaryDirectory(prefix="portico-share-") as name:
        folder = Path(name)
        (folder / "image.typ").write_bytes(TEMPLATE.read_bytes())
        told = {**content, "logo": logo_in(folder, content["logo"])}
        made = typst.compile(
            folder / "image.typ", root=folder, format="png", ppi=72, sys_inputs={"content": json.dumps(told)}
        )
    return bytes(made)


def logo_in(folder: Path, key: str) -> str:
    """The agency's logo beside the template; nothing where it has none or the file is gone."""
    if not key:
        return ""
    try:
        (folder / "logo.webp").write_bytes(files.stored(key))
    except OSError:
        return ""
    return "logo.webp"
