"""Pages of the demo: sign in as anybody, read the mail that was "sent". They exist only where DEMO is set."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import urlize
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from demo import mailbox
from demo.people import BY_SLUG, PEOPLE, address_of, member_behind
from portico.access.signing_in import sign_in
from portico.agencies.gate import AgencyRequest, public
from portico.kit.pages import page

STARTS = {"staff": "/desk/", "client": "/client/", "candidate": "/me/"}


@public
@require_safe
def people(request: AgencyRequest) -> HttpResponse:
    """Everybody one can be."""
    listed = [
        {"who": person.who, "email": person.email, "url": address_of(person, request.get_port())} for person in PEOPLE
    ]
    return page(request, "demo/people.html", people=listed)


@public
def sign_in_as(request: AgencyRequest, slug: str) -> HttpResponse:
    """One press and one is that person."""
    person = BY_SLUG.get(slug)
    member = member_behind(person) if person else None
    if person is None or member is None or member.agency_id != request.agency.pk:
        raise Http404
    if request.method == "POST":
        sign_in(request, member)
        return redirect(STARTS[member.side])
    return page(request, "demo/sign_in_as.html", person=member.name, who=person.who)


@public
@require_safe
def mail_list(request: AgencyRequest) -> HttpResponse:
    """All mail, newest first."""
    to = request.GET.get("to", "")[:200]
    return page(request, "demo/mail_list.html", mails=mailbox.newest(200, to), to=to)


@public
@require_safe
def mail(request: AgencyRequest, name: str) -> HttpResponse:
    """One mail as text, with its links."""
    found = mailbox.named(name)
    if found is None:
        raise Http404
    found = found.at_port(request.get_port())
    return page(request, "demo/mail.html", mail=found, text=mark_safe(urlize(found.text, autoescape=True)))


@public
@require_safe
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as a mail program shows it."""
    found = mailbox.named(name)
    if found is None:
        raise Http404
    response = HttpResponse(found.at_port(request.get_port()).html or "<p>This mail is text only.</p>")
    response["Content-Security-Policy"] = (
        "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'"
    )
    return response
