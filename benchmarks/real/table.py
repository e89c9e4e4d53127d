"""The scoreboard in lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.real.figures import Figures, figures_of, in_parts
from benchmarks.real.judged import WrongPair
from benchmarks.real.scoring import Scored, holds_of
from benchmarks.real.truth import Kind, Row, Span


def clip_line(one: Scored) -> str:
    """Return what was expected of one row, what was found, and the verdict."""
    row, result = one.row, one.result
    reasons = Counter(part.reason.value for part in result.partial_reps)
    reasons["own range"] += len(result.own_range_holds)
    short = [f"{count} {reason}" for reason, count in reasons.items() if count]
    found = f"{len(result.reps)}" + (f" (+{', '.join(short)})" if short else "")
    why = result.status + (f": {result.why.value}" if result.why else "")
    cells = [
        f"{row.name:34s} {row.stretch:24s} {_asked(row):10s}",
        f"{one.verdict.value.upper() if not one.right else one.verdict.value:18s}",
        f"reps {found} of {row.reps};",
        f"holds {_spans(holds_of(row, result))} by eye {_spans(row.holds)};",
        f"{why.replace('_', ' ')}",
    ]
    if one.unsafe:
        cells.append(f"; ease off: {', '.join(one.unsafe)}")
    return " ".join(cells)


def total_lines(
    found: Sequence[Scored], pairs: Sequence[WrongPair] | None
) -> Iterator[str]:
    """Yield the totals, of all and of each part."""
    for title, own, own_pairs in in_parts(found, pairs):
        yield f"{title}: {_total(figures_of(own, own_pairs))}"


def pair_lines(pairs: Sequence[WrongPair]) -> Iterator[str]:
    """Yield each recording that counted as another stretch."""
    for pair in pairs:
        if pair.counted:
            alike = " (the same shape)" if pair.same_shape else ""
            yield (
                f"{pair.name} ({pair.done}) counted as {pair.asked}{alike}: "
                f"reps {pair.reps}, holds {_spans(pair.holds)}"
            )


def _total(figures: Figures) -> str:
    pairs = (
        f"; wrong pairs {figures.pairs_counted} of {figures.pairs} count, "
        f"{figures.pairs_plainly_wrong} plainly wrong"
        if figures.pairs
        else ""
    )
    return (
        f"{figures.exact} of {figures.positives} exact, {figures.told} told, "
        f"{figures.silent} silent, {figures.wrong} wrong "
        f"(arguable: {figures.arguable_exact} of {figures.arguable}); "
        f"look-alikes {figures.alike_right} of {figures.alike} right; "
        f"negatives {figures.negatives_counted} of {figures.negatives} counted "
        f"({figures.negatives_smaller} more as smaller); "
        f"{figures.unsafe} unsafe in {figures.good_form_min:.1f} min of good form, "
        f"on {figures.unsafe_clips} of {figures.positives}"
        f"{pairs}"
    )


def _asked(row: Row) -> str:
    if row.kind is Kind.ALIKE and row.expect is not None:
        return f"alike/{row.expect.value}"[:10]
    return row.kind.value + ("" if row.plain else f"/{row.judgeable}")


def _spans(spans: Sequence[Span]) -> str:
    return ", ".join(f"{start:.1f}-{end:.1f}" for start, end in spans) or "none"
