"""Forms of sharing a job and submitting candidates."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.forms.narrowing import Less, narrowing_fields, narrowing_lines, narrowing_values, portal_sources
from portico.jobs.models import Job
from portico.kit.forms import Day, Form, Line, Seen, Several, Text
from portico.pipeline.models import Application, Submission
from portico.portals.fields import FIELDS, USUAL, offered
from portico.portals.models import JobShare, Seat
from portico.records.editing import shown
from portico.records.models import Document
from portico.records.subjects import kind_of

SEALED = ["summary", "fields", "blind", "hidden_words", "with_profile"]


class ShareForm(Form):
    """What the client sees of a job and of each candidate."""

    fields_shown = forms.MultipleChoiceField(
        label=_("Shown of each candidate, beside the name"),
        choices=list(FIELDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=USUAL,
    )
    downloads = forms.BooleanField(
        label=_("Documents may be downloaded"),
        required=False,
        help_text=_("Otherwise they can only be read on the page."),
    )
    show_pay = forms.BooleanField(label=_("Show the job’s pay"), required=False)
    last_day = Day(label=_("Last day"), required=False, help_text=_("The share ends on its own after this day."))
    seats: Any = Several(
        label=_("Who sees chosen jobs only"),
        help_text=_("These people do not see every job of the organization. Tick who shall see this one."),
    )

    def __init__(self, *args: Any, job: Job, by: Member, share: JobShare | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Seat.objects.visible_to(by).filter(portal__organization=job.organization_id, all_jobs=False)
        seats = seats.filter(member__status__in=[Member.Status.ACTIVE, Member.Status.INVITED])
        if share is not None:
            seats = seats.exclude(shares=share)
        field: Any = self.fields["seats"]
        field.queryset = seats.select_related("contact")
        field.label_from_instance = lambda seat: seat.contact.name
        if not field.queryset:
            del self.fields["seats"]
        self.share = share
        self.above, self.sources = portal_sources(job, by)
        shown = {name: label for name, label in offered(by).items() if name in self.above.fields}
        self.fields["fields_shown"].choices = list(shown.items())  # type: ignore[attr-defined]
        self.fields |= narrowing_fields(self.above, share)
        if not self.above.downloads:
            self.fields["downloads"].disabled = True
            self.fields["downloads"].help_text = _("The portal does not allow it.")
        self.kept_pay = bool(share and share.show_pay)
        if not by.may(May.SEE_MONEY):
            del self.fields["show_pay"]

    def clean_last_day(self) -> datetime | None:
        """The end of that day in the agency's zone."""
        day = self.cleaned_data["last_day"]
        if day is None:
            return None
        if day < timezone.localdate() or day.year > 9000:
            raise forms.ValidationError(_("Choose a day to come."))
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))

    def narrowing(self) -> list[Less]:
        """What the share can take away, and what its portal has taken away."""
        return narrowing_lines(self, self.sources)

    def settings(self) -> dict[str, Any]:
        """In the verb's words."""
        words = self.cleaned_data
        return {
            "fields": words["fields_shown"],
            "downloads": words["downloads"],
            "show_pay": words.get("show_pay", self.kept_pay),
            "expires": words["last_day"],
            "seats": words.get("seats") or [],
            "values": narrowing_values(words, self.share),
        }


def share_words(share: JobShare | None) -> dict[str, Any]:
    """What the form starts with."""
    if share is None:
        return {"fields_shown": USUAL}
    return {
        "fields_shown": share.chosen_fields,
        "downloads": share.downloads,
        "show_pay": share.show_pay,
        "last_day": timezone.localdate(share.expires) if share.expires else None,
    }


class ChooseForm(Form):
    """Which of the job's candidates are prepared for the client; none is fine."""

    applications: Any = Several(
        label=_("Candidates"),
    )

    def __init__(self, *args: Any, share: JobShare, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Application.objects.visible_to(by).open().filter(job=share.job_id)
        self.fields["applications"].queryset = rows  # type: ignore[attr-defined]


def begun(submission: Submission) -> str:
    """What the summary of somebody who is not shown yet begins with: the description the agency has of them."""
    description = submission.application.candidate.description
    return description[:5000] if submission.status == Submission.Status.PROPOSED else ""


class SubmissionForm(Form):
    """The words, fields and papers the client sees of one candidate."""

    summary = Text(
        label=_("Executive Summary"),
        max_length=5000,
        rows=5,
        required=False,
        help_text=_("Two or three sentences for the client: why this person, and what to know before meeting them."),
    )
    documents: Any = Several(
        label=_("Documents"),
    )
    fields_shown = forms.MultipleChoiceField(
        label=_("Shown beside the name"),
        choices=list(FIELDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    blind = forms.BooleanField(
        label=_("Blind profile"),
        required=False,
        help_text=_("No name, employer, contact data or documents until you reveal who it is."),
    )
    hidden_words = Line(
        label=_("Also hide"),
        max_length=1000,
        required=False,
        help_text=_("Earlier employers, schools, projects: words between commas that would give the person away."),
    )
    with_profile = forms.BooleanField(
        label=_("Add a profile in your brand"),
        required=False,
        help_text=_("A PDF made from the summary and the fields shown. A blind profile always gets one."),
    )
    seen = Seen()

    def __init__(self, data: Any = None, *, submission: Submission, by: Member) -> None:
        chosen = [row.document_id for row in submission.shown_documents.all()]
        initial = {
            "summary": submission.summary or begun(submission),
            "documents": chosen,
            "fields_shown": submission.fields,
            "blind": submission.blind,
            "hidden_words": submission.hidden_words,
            "with_profile": submission.with_profile,
            "seen": shown(submission, SEALED),
        }
        super().__init__(data, initial=initial, prefix=str(submission.pk))
        self.submission = submission
        if submission.revealed is not None or not submission.share.settings.named:
            del self.fields["blind"]
        if submission.revealed is not None:
            del self.fields["hidden_words"]
        most = submission.share.settings.fields
        shown_fields = {name: label for name, label in offered(by).items() if name in most}
        self.fields["fields_shown"].choices = list(shown_fields.items())  # type: ignore[attr-defined]
        candidate = submission.application.candidate
        papers = Document.objects.visible_to(by).filter(kind=kind_of(candidate), object_id=candidate.pk)
        field: Any = self.fields["documents"]
        field.queryset = papers.filter(archived__isnull=True).order_by("-added")
        field.label_from_instance = lambda paper: f"{paper.name} ({paper.get_document_kind_display()})"

    def words(self) -> dict[str, Any]:
        """In the verb's words."""
        cleaned = self.cleaned_data
        return {
            "summary": cleaned["summary"],
            "fields": cleaned["fields_shown"],
            "documents": list(cleaned["documents"]),
            "seen": cleaned["seen"],
            **{name: cleaned[name] for name in ("blind", "hidden_words", "with_profile") if name in cleaned},
        }

    @property
    def masked(self) -> dict[str, str]:
        """What the client reads of a blind profile as it was saved last; nothing of a named one."""
        row = self.submission
        if not row.is_blind:
            return {}
        candidate = row.application.candidate
        line = candidate.title if "position" in row.fields and candidate.title else candidate.headline
        return {"name": row.shown_name, "line": row.masked(line), "summary": row.masked(row.summary)}

    def show_present(self) -> None:
        """After a conflict: saving once more means it."""
        self.submission.refresh_from_db()
        data: Any = self.data
        fresh = data.copy()
        fresh[self.add_prefix("seen")] = shown(self.submission, SEALED)
        self.data = fresh


class PublishForm(Form):
    """Showing it all to the client, with or without a mail."""

    notify = forms.ChoiceField(
        label=_("Notify Clients"),
        choices=[
            ("yes", _("Send them a mail that there is something to look at")),
            ("digest", _("Tell them in tomorrow morning’s mail")),
            ("no", _("Publish without a mail")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )
