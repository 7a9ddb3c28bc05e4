"""The least that the pages for everybody must ask and write."""

from html import escape as e
from typing import Any

from script.benching.floor_parts import Ask, menu, page

ADVERTS = (
    "SELECT a.id, a.title, a.slug, a.city, a.remote, a.published, substr(a.text, 1, 200), j.type FROM jobs_advert a"
    " JOIN jobs_job j ON j.id = a.job_id WHERE a.agency_id = ? AND a.status = 'live' AND j.status = 'open'"
    " AND j.archived IS NULL AND (a.expires IS NULL OR a.expires > ?)"
)
DEFAULTS = "SELECT data FROM candidates_candidatedefaults WHERE agency_id = ?"
COUNT = "SELECT count(*) FROM (SELECT 1 FROM jobs_advert WHERE agency_id = ? AND status = 'live' LIMIT 10001) c"


def listed(found: list[Any]) -> str:
    """Adverts one below the other."""
    return "".join(
        f'<li><a href="/jobs/{pk}/{slug}/">{e(title)}</a><p>{e(city)} {remote} {kind}</p><time>{at}</time>'
        f"<p>{e(lead)}</p></li>"
        for pk, title, slug, city, remote, at, lead, kind in found
    )


@page
def public_jobs(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """The careers page."""
    ask(DEFAULTS, me[10])
    count = ask(COUNT, me[10])[0][0]
    found = ask(f"{ADVERTS} ORDER BY a.published DESC, a.id DESC LIMIT 26", me[10], stamp)
    return f"{menu(me)}<p>{count}</p><ul>{listed(found)}</ul>"


ADVERT = (
    "SELECT a.id, a.title, a.text, a.city, a.region, a.country, a.remote, a.published, a.valid_until, j.type,"
    " j.pay_from, j.pay_to FROM jobs_advert a JOIN jobs_job j ON j.id = a.job_id"
    " WHERE a.id = ? AND a.agency_id = ? AND a.status = 'live' AND j.status = 'open'"
)


@page
def public_job(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """An advert, and four others."""
    ask(DEFAULTS, me[10])
    one = ask(ADVERT, number, me[10])[0]
    alike = ask(f"{ADVERTS} ORDER BY a.published DESC, a.id DESC LIMIT 4", me[10], stamp)
    facts = "".join(f"<p>{e(str(fact))}</p>" for fact in one)
    return f"{menu(me)}{facts}<ul>{listed(alike)}</ul>"


@page
def sign_in(ask: Ask, me: Any, number: int, stamp: Any) -> str:
    """The way in."""
    providers = ask('SELECT id, name FROM access_signinprovider WHERE agency_id = ? AND "on" LIMIT 1', me[10])
    return f"{menu(me)}<form>{''.join(e(name) for _, name in providers)}<input name='email'></form>"
