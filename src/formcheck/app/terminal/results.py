"""What a person reads of a summary: tables that fit 80 columns.

Only the summary is shown, so that screen and files cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.app.recordings.analysis import Results
from formcheck.core.judge.amounts import (
    Amounts,
    done_words,
    held_of_words,
    held_words,
    is_done,
    less_words,
    times_words,
)
from formcheck.core.judge.asked import (
    asked_words,
    became_words,
    level_words,
    status_words,
)
from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import (
    FlagResult,
    HoldResult,
    MovementResult,
    NotCountedResult,
    NotJudged,
    OwnHoldResult,
    PartialResult,
    RepResult,
)
from formcheck.core.words.catalogue import capital, marked, say, say_heads
from formcheck.core.words.names import words_of
from formcheck.core.words.reasons import short_words, why_words
from formcheck.edges.names import printable

__all__ = [
    "flag_word",
    "good_word",
    "show_notes",
    "show_result",
    "show_results",
    "table",
]

_GOOD = {True: marked("yes"), False: marked("no"), None: marked("cannot say")}


def show_results(
    console: Console, results: Results, stretch: str, *, explain: bool = False
) -> None:
    """Show one video's results and where the files are. explain: each movement, too."""
    source = results.summary["source"]
    title = say(
        "{video}: {stretch}, {seconds} s",
        video=printable(source["name"]),
        stretch=stretch,
        seconds=f"{source['duration_s']:.1f}",
    )
    console.print()
    console.print(Text(title, style="bold"))
    notes = results.summary["notes"]
    show_result(console, results.result, explain=explain, notes=notes)
    names = ", ".join(path.name for path in results.files)
    # On a line of its own and never cut: it is there to be copied.
    console.print(Padding(Text(say("Written: {names}", names=names)), (0, 0, 0, 2)))
    console.print(
        Text("  " + say("in {folder}", folder=results.folder)), soft_wrap=True
    )
    if results.number is not None:
        if results.again:
            kept = say("Kept again as session {number}.", number=results.number)
        else:
            kept = say("Kept as session {number}.", number=results.number)
        console.print(f"  {kept}")


def show_notes(console: Console, notes: Sequence[str]) -> None:
    """Show what is to be known of a recording."""
    for note in notes:
        console.print(Padding(Text(say("Note: {note}.", note=note)), (0, 0, 0, 2)))


def show_result(
    console: Console,
    result: SetResult,
    *,
    explain: bool = False,
    notes: Sequence[str] = (),
) -> None:
    """Show one set: its counts, times, flags and what could not be judged.

    explain: what became of each movement, too. notes: what is to be known before the
    counts are read.
    """
    if status := status_words(result):
        console.print(Padding(Text(status, style="bold yellow"), (0, 0, 0, 2)))
    show_notes(console, notes)
    for part in _parts(result):
        console.print(Padding(part, (0, 0, 0, 2)))
    if explain:
        explained = Group(Text(""), *_explained(result))
        console.print(Padding(explained, (0, 0, 0, 2)))


def table(columns: Sequence[str], right: Sequence[int] = ()) -> Table:
    """Return an empty table in the one style there is. right: columns of numbers."""
    empty = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    for number, column in enumerate(columns):
        align: JustifyMethod = "right" if number in right else "left"
        empty.add_column(column, justify=align, overflow="fold")
    return empty


def flag_word(severity: str) -> str:
    """Return the word that a person reads for a flag's severity."""
    return say("ease off") if severity == "unsafe" else say("form")


def good_word(good: bool | None) -> str:
    """Return whether a rep was good, in a word."""
    return say(_GOOD[good])


def _parts(result: SetResult) -> Iterator[RenderableType]:
    if level := level_words(result):
        yield Text(level)
    amounts = Amounts.of([result])
    yield Text(f"{done_words(amounts)}. {capital(held_words(amounts))}.")
    yield Text(times_words(result))
    if asked := asked_words(result):
        yield Text(asked)
    for heading, rows in (
        (say("Reps"), _reps(result)),
        (say("Smaller or shorter"), _partial(result)),
        (say("Holds"), _holds(result.holds)),
        (say("Holds in a smaller range"), _holds(result.own_range_holds)),
        (say("To correct"), _flags(result.flags)),
        (say("Seen and not counted"), _not_counted(result.not_counted)),
        (say("Could not be judged"), _not_judged(result.not_judged)),
    ):
        if rows.row_count:
            yield Group(Text(""), Text(heading, style="bold"), rows)
    if result.is_good and is_done(result):
        yield Text("\n" + say("Nothing to correct in what could be judged."))
    elif result.is_good:
        yield Text("\n" + less_words(result))


def _explained(result: SetResult) -> Iterator[RenderableType]:
    yield Text(say("Movements"), style="bold")
    if result.timed:
        yield Text(say("None is told apart here: its holds are what counts."))
    elif not result.movements:
        yield Text(say("None was seen."))
    else:
        yield _movements(result)
        asked = say(
            "Furthest is of the {measure}: `formcheck show {stretch}` has its start "
            "and target.",
            measure=words_of(result.measure),
            stretch=result.stretch,
        )
        yield Text(asked)


def _movements(result: SetResult) -> Table:
    heads = say_heads("from | to | furthest | what became of it | why")
    rows = table(heads, right=(0, 1, 2))
    for one in result.movements:
        furthest = _value(one.furthest, result.unit)
        rows.add_row(*_span(one), furthest, *became_words(one))
    return rows


def _reps(result: SetResult) -> Table:
    heads = say_heads("rep | side | from | to | held | peak | good | to correct")
    rows = table(heads, right=(0, 2, 3, 4, 5))
    for rep in result.reps:
        rows.add_row(
            str(rep.number),
            words_of(rep.side or ""),
            *_span(rep),
            held_of_words(rep, result),
            _value(rep.peak, rep.unit),
            good_word(rep.good),
            _words(rep.flags),
        )
    return rows


def _partial(result: SetResult) -> Table:
    heads = say_heads("side | from | to | held | peak | why")
    rows = table(heads, right=(1, 2, 3, 4))
    for rep in result.partial_reps:
        rows.add_row(
            words_of(rep.side or ""),
            *_span(rep),
            held_of_words(rep, result),
            _value(rep.peak, rep.unit),
            short_words(rep.reason),
        )
    return rows


def _holds(holds: Sequence[OwnHoldResult]) -> Table:
    heads = say_heads("hold | side | from | to | held | as planned")
    rows = table(heads, right=(0, 2, 3, 4))
    for number, hold in enumerate(holds, 1):
        phase = hold.phase if isinstance(hold, HoldResult) else None
        rows.add_row(
            str(number),
            words_of(hold.side or phase or ""),
            *_span(hold),
            _seconds(hold.held_s),
            say("yes") if hold.complete else say("no"),
        )
    return rows


def _flags(flags: Sequence[FlagResult]) -> Table:
    heads = say_heads(" | from | to | what | worst | say")
    rows = table(heads, right=(1, 2, 4))
    for flag in flags:
        style = "bold yellow" if flag.eases else ""
        rows.add_row(
            Text(flag_word(flag.severity), style=style),
            *_span(flag),
            _words([flag.id]),
            _value(flag.worst, flag.unit),
            flag.cue,
        )
    return rows


def _not_counted(times: Sequence[NotCountedResult]) -> Table:
    rows = table(say_heads("from | to | why | measure"), right=(0, 1))
    for one in times:
        name = "" if one.measure is None else _words([one.measure])
        rows.add_row(*_span(one), why_words(one.why), name)
    return rows


def _not_judged(measures: Sequence[NotJudged]) -> Table:
    rows = table(say_heads("measure | why | for"), right=(2,))
    for measure in measures:
        name = _words([measure.measure])
        rows.add_row(name, why_words(measure.why), _seconds(measure.seconds))
    return rows


def _span(
    one: RepResult
    | PartialResult
    | HoldResult
    | OwnHoldResult
    | FlagResult
    | NotCountedResult
    | MovementResult,
) -> tuple[str, str]:
    return _seconds(one.start_s), _seconds(one.end_s)


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s"


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return say("not seen")
    if unit.startswith("deg"):
        return f"{value:.0f}{unit.replace('deg', '°')}"
    return f"{value:.2f}"


def _words(ids: Sequence[str]) -> str:
    return words_of(", ".join(ids))
