"""index.html and index.csv: a folder of recordings at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formcheck.app.report import page_templates
from formcheck.core.reasons import why_words
from formcheck.core.spec import Severity
from formcheck.core.words import words_of
from formcheck.edges.export import Cell, ResultsFolder, write_csv

__all__ = ["Entry", "write_index"]

COLUMNS = (
    "video",
    "stretch",
    "state",
    "error",
    "duration_s",
    "reps",
    "smaller_reps",
    "planned_reps",
    "holds",
    "held_s",
    "ease_off",
    "form",
    "in_target_s",
    "out_of_target_s",
    "unseen_s",
    "not_judged",
    "truncated",
    "report",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One video: what came of it, or why nothing did. video: as it is to be called."""

    video: str
    stretch: str
    folder: Path
    summary: Mapping[str, Any] | None
    error: str | None = None


def write_index(out: Path, entries: Sequence[Entry]) -> list[Path]:
    """Write index.html and index.csv into a folder; return where they are.

    Raises
    ------
    OutputError
        The folder cannot be written to.
    """
    rows = [_row(entry, out) for entry in entries]
    page = page_templates().get_template("index.html.j2")
    with ResultsFolder(out) as results:
        html = page.render(
            rows=rows, failed=[row for row in rows if row["state"] == "failed"]
        )
        (results.folder / "index.html").write_text(html, encoding="utf-8")
        cells = [[row[column] for column in COLUMNS] for row in rows]
        write_csv(results.folder / "index.csv", COLUMNS, cells)
        return results.publish(last="index.html")


def _row(entry: Entry, out: Path) -> dict[str, Cell]:
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {"video": entry.video, "stretch": entry.stretch}
    if entry.summary is None:
        return row | {"state": "failed", "error": entry.error}
    one_set, source = entry.summary["sets"][0], entry.summary["source"]
    flags = [flag["severity"] for flag in one_set["flags"]]
    holds = [hold["held_s"] for hold in one_set["holds"]]
    return row | {
        "state": words_of(one_set["status"]),
        "duration_s": source["duration_s"],
        "reps": len(one_set["reps"]),
        "smaller_reps": len(one_set["partial_reps"]),
        "planned_reps": one_set["planned"]["reps"],
        "holds": len(holds),
        "held_s": round(sum(holds), 1),
        "ease_off": flags.count(Severity.UNSAFE.value),
        "form": flags.count(Severity.FORM.value),
        "in_target_s": one_set["in_target_s"],
        "out_of_target_s": one_set["out_of_target_s"],
        "unseen_s": one_set["unseen_s"],
        "not_judged": None if one_set["why"] is None else why_words(one_set["why"]),
        "truncated": source["truncated"],
        "report": (entry.folder.relative_to(out) / "report.html").as_posix(),
    }
