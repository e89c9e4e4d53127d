"""The part of docs/accuracy.md about real people, from the figures that were kept.

`python -m benchmarks.real FOLDER --write` and `python -m benchmarks.peers FOLDER ...
--write` keep them; `python -m benchmarks.accuracy --write` writes the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from benchmarks.peers import figures as peers
from benchmarks.peers.measures import ENDS_WITHIN_S as PEERS_WITHIN_S
from benchmarks.peers.measures import LEAST_S
from benchmarks.real import figures
from benchmarks.real.scoring import ENDS_WITHIN_S, HOLD_S
from benchmarks.real.truth import Part

Totals = Mapping[str, Any]

_INTRO = f"""\
## Real people

Recordings of real people, whom nobody here filmed, from public repositories; none of
them is part of this project. What they show was read off the pictures by eye, before
the program saw it. A recording is exact if its repetitions are, or if each hold of
{HOLD_S:g} s or more is found, both ends within {ENDS_WITHIN_S:g} s, and nothing more.
What is not exact is told with a reason, or nothing is said, or it is wrong. About half
of the people were kept out of tuning when these figures were first taken. They are no
longer clean evidence for all rules: two were loosened in kind after one of these people
failed by each (how sitting back on the heels looks, how still a start has to be), and
the bands of the limbs that tell a stretch from its look-alikes, and the rules that tell
postures apart, were set by looking at all recordings, these among them.
"""

_PEERS = f"""\
### Beside other ways of counting

The ways in which public programs count, written again from their descriptions and run
on the same landmarks: Ultralytics AIGym, RepLens, LearnOpenCV's and ExerSights' state
machines, a low pass and its peaks, MediaPipe's nearest neighbours; each fitted to a
stretch on its good sample clip alone. The last, peaks of the first principal component,
knows no stretch. They count and know nothing of form. Holds of {LEAST_S:g} s or more
are found with both ends within {PEERS_WITHIN_S:g} s. Real people are those of above,
without guided timers; formcheck was tuned on both sets of sample clips.
"""


def real_part(
    known: Mapping[str, Mapping[str, figures.Parts]] | None = None,
    compared: Mapping[str, Mapping[str, Mapping[str, Any]]] | None = None,
) -> str:
    """Return the part of the page; known, compared: as they were kept, unless given."""
    scored = figures.read() if known is None else known
    others = peers.read() if compared is None else compared
    lines = [_INTRO, *_scoreboard(scored), ""]
    if others:
        lines += [_PEERS]
    for title, table in others.items():
        names = peers.columns(table)
        lines += [f"{title[:1].upper()}{title[1:]}:", ""]
        lines += [_row(("", *(peers.HEADS[name] for name in names)))]
        lines += [_row(("---", *("---:" for _ in names)))]
        lines += [
            _row((who, *(peers.cell(name, row.get(name)) for name in names)))
            for who, row in table.items()
        ]
        lines += [""]
    return "\n".join(lines)


def _scoreboard(known: Mapping[str, Mapping[str, figures.Parts]]) -> Iterable[str]:
    parts = (figures.ALL, Part.TUNED.value, Part.KEPT_OUT.value)
    names = ("all people", "of these, tuned on", "kept out of tuning")
    yield _row(("", *(f"{n}, {when}" for n in names for when in ("at first", "now"))))
    yield _row(("---", *("---:" for _ in range(2 * len(parts)))))
    columns = [_added(known, when, p) for p in parts for when in ("before", "now")]
    for title, cell in _ROWS.items():
        yield _row((title, *(cell(totals) for totals in columns)))


def _added(
    known: Mapping[str, Mapping[str, figures.Parts]], when: str, part: str
) -> Totals:
    """Return the totals of one part over all folders."""
    total: Counter[str] = Counter()
    for folder in known.values():
        total.update(folder[when].get(part, {}))
    return total


def _of(count: str, all_: str) -> Callable[[Totals], str]:
    return lambda totals: f"{totals[count]} of {totals[all_]}"


def _a_minute(totals: Totals) -> str:
    minutes = totals["good_form_min"]
    return f"{totals['unsafe'] / minutes:.1f}" if minutes else "-"


_ROWS: Mapping[str, Callable[[Totals], str]] = {
    "a stretch, plain to see: exact": _of("exact", "positives"),
    "... told with a reason why not": _of("told", "positives"),
    "... nothing found, nothing said": _of("silent", "positives"),
    "... wrong": _of("wrong", "positives"),
    "a stretch, arguable to see: exact": _of("arguable_exact", "arguable"),
    "look-alikes: right": _of("alike_right", "alike"),
    "another exercise: something counted": _of("negatives_counted", "negatives"),
    "... counted, but as smaller": _of("negatives_smaller", "negatives"),
    'a stretch done well, no sore day: "ease off", a minute': _a_minute,
    "judged as another stretch of its posture: something counted": _of(
        "pairs_counted", "pairs"
    ),
    "... and plainly wrong: another shape": _of("pairs_plainly_wrong", "pairs"),
}


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
