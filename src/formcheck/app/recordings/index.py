"""index.html, index.csv and index.xlsx: a folder of recordings at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formcheck.app.report.templates import page_templates
from formcheck.core.judge.amounts import Amounts
from formcheck.core.judge.result import SetResult
from formcheck.core.words.catalogue import say, say_many
from formcheck.core.words.reasons import why_words
from formcheck.edges.export import (
    COMMAS,
    Cell,
    CsvStyle,
    ResultsFolder,
    write_csv,
)
from formcheck.edges.workbook import write_workbook
from formcheck.errors import MissingExtraError

__all__ = ["Entry", "index_row", "outcome_words", "write_index"]

COLUMNS = (
    "video",
    "stretch",
    "state",
    "error",
    "duration_s",
    "reps",
    "smaller_reps",
    "short_reps",
    "start_missed_reps",
    "not_counted",
    "planned_reps",
    "holds",
    "held_s",
    "ease_off",
    "form",
    "in_target_s",
    "out_of_target_s",
    "searching_s",
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


def write_index(
    out: Path, entries: Sequence[Entry], style: CsvStyle = COMMAS
) -> list[Path]:
    """Write index.html, index.csv and index.xlsx into a folder; return where they are.

    style: of the table. Without what writes workbooks there is no index.xlsx.

    Raises
    ------
    OutputError
        The folder cannot be written to.
    """
    rows = [index_row(entry, out) for entry in entries]
    failed = [row for row in rows if row["state"] == "failed"]
    page = page_templates().get_template("index.html.j2")
    with ResultsFolder(out) as results:
        html = page.render(
            rows=rows,
            failed=failed,
            outcome=outcome_words(len(rows) - len(failed), len(failed)),
        )
        (results.folder / "index.html").write_text(html, encoding="utf-8")
        cells = [[row[column] for column in COLUMNS] for row in rows]
        write_csv(results.folder / "index.csv", COLUMNS, cells, style)
        with suppress(MissingExtraError):  # a line a folder would be one too many
            sheets = {say("Recordings"): (COLUMNS, cells)}
            write_workbook(results.folder / "index.xlsx", sheets)
        return results.publish(last="index.html")


def outcome_words(analysed: int, failed: int, before: int = 0) -> str:
    """Say what came of a folder. before: how many had been analysed by an earlier run,
    and are not among those analysed now.
    """
    could_not = say_many("{n} could not be", "{n} could not be", failed)
    if not before:
        done = say_many("{n} analysed", "{n} analysed", analysed)
        return say("{done}, {failed}.", done=done, failed=could_not)
    done = say_many("{n} analysed now", "{n} analysed now", analysed)
    earlier = say_many("{n} before", "{n} before", before)
    return say(
        "{done}, {before}, {failed}.", done=done, before=earlier, failed=could_not
    )


def index_row(entry: Entry, out: Path) -> dict[str, Cell]:
    """Return what the index says of a video.

    Raises
    ------
    ValueError, LookupError, TypeError, AttributeError
        Its summary is none.
    """
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {"video": entry.video, "stretch": entry.stretch}
    if entry.summary is None:
        return row | {"state": "failed", "error": entry.error}
    result = SetResult.from_kept(entry.summary["sets"][0])
    source = entry.summary["source"]
    amounts = Amounts.of([result])
    return row | {
        "state": result.status.replace("_", " "),
        "duration_s": source["duration_s"],
        "reps": amounts.counted,
        "smaller_reps": amounts.smaller,
        "short_reps": amounts.short,
        "start_missed_reps": amounts.start_missed,
        "not_counted": amounts.wrong_side + amounts.one_phase,
        "planned_reps": amounts.planned,
        "holds": amounts.holds,
        "held_s": round(amounts.held_s, 1),
        "ease_off": amounts.eased,
        "form": amounts.form,
        "in_target_s": result.in_target_s,
        "out_of_target_s": result.out_of_target_s,
        "searching_s": result.searching_s,
        "unseen_s": result.unseen_s,
        "not_judged": None if result.why is None else why_words(result.why),
        "truncated": source["truncated"],
        "report": (entry.folder.relative_to(out) / "report.html").as_posix(),
    }
