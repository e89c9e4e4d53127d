"""The totals in numbers, and figures.json, from which docs/accuracy.md is written.

It has, for each folder that was scored, the totals of each part: `before` as they were
when the folder was first scored, `now` as they were last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.real.judged import WrongPair
from benchmarks.real.scoring import Scored, Verdict, counts_smaller
from benchmarks.real.truth import HERE, Kind, Part

FIGURES = HERE / "figures.json"
ALL = "all"
_SECONDS_A_MINUTE = 60

Parts = dict[str, dict[str, Any]]
"""Totals by the part that they are of."""


@dataclass(frozen=True)
class Figures:
    """The totals of some rows.

    positives: what a physiotherapist could plainly judge; of these exact, told, silent
    and wrong. arguable: other recordings of the stretch itself. unsafe: flags in
    good_form_min minutes of plain positives, on unsafe_clips of them.
    negatives_smaller: nothing counted, but in a smaller range of the person's own.
    pairs: recordings judged as another stretch of their posture.
    """

    positives: int
    exact: int
    told: int
    silent: int
    wrong: int
    arguable: int
    arguable_exact: int
    alike: int
    alike_right: int
    negatives: int
    negatives_counted: int
    negatives_smaller: int
    unsafe: int
    unsafe_clips: int
    good_form_min: float
    pairs: int
    pairs_counted: int
    pairs_plainly_wrong: int


def figures_of(
    found: Sequence[Scored], pairs: Sequence[WrongPair] | None = None
) -> Figures:
    """Add up rows and pairs."""
    own = {kind: [one for one in found if one.row.kind is kind] for kind in Kind}
    plain = [one for one in own[Kind.POSITIVE] if one.row.plain]
    arguable = [one for one in own[Kind.POSITIVE] if not one.row.plain]
    counted = [pair for pair in pairs or () if pair.counted]
    minutes = sum(one.result.length_s for one in plain) / _SECONDS_A_MINUTE

    def became(verdict: Verdict) -> int:
        return sum(one.verdict is verdict for one in plain)

    return Figures(
        positives=len(plain),
        exact=became(Verdict.EXACT),
        told=became(Verdict.TOLD),
        silent=became(Verdict.SILENT),
        wrong=became(Verdict.WRONG),
        arguable=len(arguable),
        arguable_exact=sum(one.right for one in arguable),
        alike=len(own[Kind.ALIKE]),
        alike_right=sum(one.right for one in own[Kind.ALIKE]),
        negatives=len(own[Kind.NEGATIVE]),
        negatives_counted=sum(not one.right for one in own[Kind.NEGATIVE]),
        negatives_smaller=sum(counts_smaller(one.result) for one in own[Kind.NEGATIVE]),
        unsafe=sum(len(one.unsafe) for one in plain),
        unsafe_clips=sum(bool(one.unsafe) for one in plain),
        good_form_min=round(minutes, 2),
        pairs=len(pairs or ()),
        pairs_counted=len(counted),
        pairs_plainly_wrong=sum(not pair.same_shape for pair in counted),
    )


def in_parts(
    found: Sequence[Scored], pairs: Sequence[WrongPair] | None
) -> Iterator[tuple[str, list[Scored], list[WrongPair] | None]]:
    """Yield all rows and pairs, then those of each part that has any."""
    yield ALL, list(found), None if pairs is None else list(pairs)
    for part in Part:
        own = [one for one in found if one.row.part is part]
        if own and len(own) < len(found):
            mine = None if pairs is None else [p for p in pairs if p.part is part]
            yield part.value, own, mine


def write(
    folder: str,
    found: Sequence[Scored],
    pairs: Sequence[WrongPair] | None,
    path: Path = FIGURES,
) -> None:
    """Keep the totals as those of now; those of the first time stay beside them."""
    known = read(path)
    now: Parts = {
        title: asdict(figures_of(own, own_pairs))
        for title, own, own_pairs in in_parts(found, pairs)
    }
    known[folder] = {"before": known.get(folder, {}).get("before", now), "now": now}
    text = json.dumps(known, indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def read(path: Path = FIGURES) -> dict[str, dict[str, Parts]]:
    """Return what is kept: by folder, by `before` and `now`, by part."""
    if not path.exists():
        return {}
    known: dict[str, dict[str, Parts]] = json.loads(path.read_text(encoding="utf-8"))
    return known
