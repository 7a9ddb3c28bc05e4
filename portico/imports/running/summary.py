"""The summary of an import, as a file for whoever keeps it with the source."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from portico.imports.running.outcomes import WORDS
from portico.kit.csvfile import csv_lines
from portico.records import longtasks
from portico.records.models import LongTask


def lines_of(task: LongTask) -> list[tuple[object, object]]:
    """What there is to say, each with its number or reason."""
    figures = task.figures
    lines: list[tuple[object, object]] = [(_("File"), task.settings.get("name", ""))]
    if "mapping" in task.settings:
        lines += [(str(label), figures.get(deed, 0)) for deed, label in WORDS.items()]
    lines += [(sentence, count) for sentence, count in figures.get("remarks", {}).items()]
    if "attached" in figures:
        lines += [
            (_("Résumés put on candidates"), figures["attached"]),
            (_("Résumés that were there already"), figures["there_already"]),
            (_("Résumés of nobody we know"), figures["unmatched_count"]),
        ]
        lines += [(_("Not matched: %s") % name, "") for name in figures["unmatched"]]
        lines += [(_("Refused: %s") % name, why) for name, why in figures["files_refused"].items()]
    return lines


def summarize(task: LongTask) -> None:
    """Keep the summary for downloading."""
    with TemporaryDirectory(prefix="portico-summary-") as folder:
        place = Path(folder) / "summary.csv"
        place.write_text(
            "".join(csv_lines([(_("What"), _("How many")), *lines_of(task)])), encoding="utf-8", newline=""
        )
        longtasks.keep_result(task, place)
