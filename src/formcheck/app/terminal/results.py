"""What a person reads of a summary: tables that fit 80 columns.

Only the summary is shown, so that screen and files cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.app.recordings.analysis import Results
from formcheck.core.judge.amounts import Amounts, done_words, held_words, times_words
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import (
    FlagResult,
    HoldResult,
    NotJudged,
    OwnHoldResult,
    PartialResult,
    RepResult,
)
from formcheck.core.words.names import words_of
from formcheck.core.words.reasons import short_words, why_words

__all__ = [
    "flag_word",
    "good_word",
    "show_result",
    "show_results",
    "table",
]

_GOOD = {True: "yes", False: "no", None: "cannot say"}


def show_results(console: Console, results: Results, stretch: str) -> None:
    """Show one video's results and where the files are."""
    source = results.summary["source"]
    title = f"{source['name']}: {stretch}, {source['duration_s']:.1f} s"
    console.print()
    console.print(Text(title, style="bold"))
    show_result(console, results.result)
    for note in results.summary["notes"]:
        console.print(Padding(Text(f"Note: {note}."), (0, 0, 0, 2)))
    names = ", ".join(path.name for path in results.files)
    # On a line of its own and never cut: it is there to be copied.
    console.print(Padding(Text(f"Written: {names}"), (0, 0, 0, 2)))
    console.print(Text(f"  in {results.folder}"), soft_wrap=True)
    if results.number is not None:
        again = " again" if results.again else ""
        console.print(f"  Kept{again} as session {results.number}.")


def show_result(console: Console, result: SetResult) -> None:
    """Show one set: its counts, times, flags and what could not be judged."""
    for part in _parts(result):
        console.print(Padding(part, (0, 0, 0, 2)))


def table(*columns: str, right: Sequence[str] = ()) -> Table:
    """Return an empty table in the one style there is."""
    empty = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    for column in columns:
        align = "right" if column in right else "left"
        empty.add_column(column, justify=align, overflow="fold")  # type: ignore[arg-type]
    return empty


def flag_word(severity: str) -> str:
    """Return what a person is told of a flag's severity."""
    return "ease off" if severity == "unsafe" else "form"


def good_word(good: bool | None) -> str:
    """Return whether a rep was good, in a word."""
    return _GOOD[good]


def _parts(result: SetResult) -> Iterator[RenderableType]:
    if result.why is not None:
        in_part = result.status == "partly_judged"
        word = "Judged in part only" if in_part else "Not judged"
        yield Text(f"{word}: {why_words(result.why)}.", style="bold yellow")
    amounts = Amounts.of([result])
    yield Text(f"{done_words(amounts)}. {held_words(amounts).capitalize()}.")
    yield Text(times_words(result))
    for heading, rows in (
        ("Reps", _reps(result.reps)),
        ("Smaller or shorter", _partial(result.partial_reps)),
        ("Holds", _holds(result.holds)),
        ("Holds in a smaller range", _holds(result.own_range_holds)),
        ("To mind", _flags(result.flags)),
        ("Could not be judged", _not_judged(result.not_judged)),
    ):
        if rows.row_count:
            yield Group(Text(""), Text(heading, style="bold"), rows)
    if result.is_good:
        yield Text("\nNothing to correct in what could be judged.")


def _reps(reps: Sequence[RepResult]) -> Table:
    rows = table(
        "rep", "side", "from", "to", "held", "peak", "good", "to mind",
        right=("rep", "from", "to", "held", "peak"),
    )  # fmt: skip
    for rep in reps:
        rows.add_row(
            str(rep.number),
            rep.side or "",
            *_span(rep),
            _seconds(rep.held_s),
            _value(rep.peak, rep.unit),
            _GOOD[rep.good],
            _words(rep.flags),
        )
    return rows


def _partial(reps: Sequence[PartialResult]) -> Table:
    rows = table("side", "from", "to", "peak", "why", right=("from", "to", "peak"))
    for rep in reps:
        rows.add_row(
            rep.side or "",
            *_span(rep),
            _value(rep.peak, rep.unit),
            short_words(rep.reason),
        )
    return rows


def _holds(holds: Sequence[OwnHoldResult]) -> Table:
    rows = table(
        "hold", "side", "from", "to", "held", "as planned",
        right=("hold", "from", "to", "held"),
    )  # fmt: skip
    for number, hold in enumerate(holds, 1):
        phase = hold.phase if isinstance(hold, HoldResult) else None
        rows.add_row(
            str(number),
            hold.side or phase or "",
            *_span(hold),
            _seconds(hold.held_s),
            "yes" if hold.complete else "no",
        )
    return rows


def _flags(flags: Sequence[FlagResult]) -> Table:
    rows = table(
        "", "from", "to", "what", "worst", "say", right=("from", "to", "worst")
    )
    for flag in flags:
        word = flag_word(flag.severity)
        rows.add_row(
            Text(word, style="bold yellow" if word == "ease off" else ""),
            *_span(flag),
            _words([flag.id]),
            _value(flag.worst, flag.unit),
            flag.cue,
        )
    return rows


def _not_judged(measures: Sequence[NotJudged]) -> Table:
    rows = table("measure", "why", "for", right=("for",))
    for measure in measures:
        name = _words([measure.measure])
        rows.add_row(name, why_words(measure.why), _seconds(measure.seconds))
    return rows


def _span(
    one: RepResult | PartialResult | HoldResult | OwnHoldResult | FlagResult,
) -> tuple[str, str]:
    return _seconds(one.start_s), _seconds(one.end_s)


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s"


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "not seen"
    if unit.startswith("deg"):
        return f"{value:.0f}{unit.replace('deg', '°')}"
    return f"{value:.2f}"


def _words(ids: Sequence[str]) -> str:
    return words_of(", ".join(ids))
