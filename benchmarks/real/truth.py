"""What recordings of real people show, as somebody read it off the pictures.

A truth.csv has a row a recording and stretch. Columns:

file, stretch
    The recording, beside the table, and what it is judged as.
kind
    `pos`: it is the stretch. `alike`: close to it; what is right then says alike.csv.
    `neg`: nothing of it may count.
view, whole_body, note
    In words.
judgeable
    `yes`, `no`, or `A`: arguable.
reps, holds_s
    How many, and when somebody was in the target: `1.7-4.7; 7.0-9.7`.
from_s, to_s
    The part of the recording; all of it where empty or left out.
phase
    Which half of a movement of two the holds are of; empty or left out where none.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLIPS = HERE / "clips.csv"
PRESENTERS = HERE / "presenters.csv"
ALIKE = HERE / "alike.csv"
SAME_SHAPE = HERE / "same_shape.csv"

Span = tuple[float, float]


class TruthError(Exception):
    """A table that is not to be read, and where."""


class Kind(StrEnum):
    """What a recording is to the stretch that it is judged as."""

    POSITIVE = "pos"
    ALIKE = "alike"
    NEGATIVE = "neg"


class Expect(StrEnum):
    """What is right for a look-alike."""

    NONE = "none"
    """Nothing counts."""
    NO_REPS = "no_reps"
    """No repetition counts; a hold of one half may."""
    EITHER = "either"
    """Counting what was done and counting nothing are both right."""


class Part(StrEnum):
    """The half of the presenters that the stretch files may be tuned on, and not."""

    TUNED = "tuned"
    KEPT_OUT = "kept_out"


@dataclass(frozen=True)
class Row:
    """One recording, or a window of it, and what it shows of one stretch.

    expect: of a look-alike. part: None for a recording whose presenter is not listed.
    """

    file: str
    stretch: str
    kind: Kind
    judgeable: str
    reps: int
    holds: tuple[Span, ...] = ()
    from_s: float = 0.0
    to_s: float | None = None
    phase: str | None = None
    expect: Expect | None = None
    part: Part | None = None

    @property
    def name(self) -> str:
        """File and window, for people."""
        stem = Path(self.file).stem
        if self.to_s is None and not self.from_s:
            return stem
        return f"{stem} {self.from_s:g}-{'' if self.to_s is None else f'{self.to_s:g}'}"

    @property
    def plain(self) -> bool:
        """Whether a physiotherapist could judge it without an argument."""
        return self.judgeable == "yes"


def read_rows(path: Path) -> list[Row]:
    """Read a truth.csv; parts and look-alikes come from the tables beside this.

    Raises
    ------
    TruthError
        There is no such table, or a row of it makes no sense.
    """
    parts, expected = read_parts(), read_expected()
    rows = []
    for line, fields in enumerate(_table(path), start=2):
        try:
            rows.append(_row(fields, parts, expected))
        except (KeyError, ValueError) as error:
            raise TruthError(f"{path}, line {line}: {error}") from None
    return rows


def read_parts() -> dict[str, Part]:
    """Return which part each known recording is in."""
    return {row["file"]: Part(row["part"]) for row in _table(PRESENTERS)}


def read_expected() -> dict[tuple[str, str], Expect]:
    """Return what is right for each known look-alike: by file and stretch."""
    return {
        (row["file"], row["stretch"]): Expect(row["expect"]) for row in _table(ALIKE)
    }


@cache
def same_shapes() -> frozenset[tuple[str, str]]:
    """Return recordings and what they may well be taken for: file and stretch."""
    return frozenset((row["file"], row["asked"]) for row in _table(SAME_SHAPE))


def _table(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TruthError(f"{path}: cannot be read as a table ({error})") from None


def _row(
    fields: Mapping[str, str | None],
    parts: Mapping[str, Part],
    expected: Mapping[tuple[str, str], Expect],
) -> Row:
    file, stretch = _need(fields, "file"), _need(fields, "stretch")
    kind, to_s = Kind(_need(fields, "kind")), fields.get("to_s")
    # "yes (small)" and "A" alike: the first word decides.
    judgeable = _need(fields, "judgeable").split()[0].strip(",")
    if judgeable not in ("yes", "no", "A"):
        raise ValueError(f"judgeable is yes, no or A, not {judgeable!r}")
    return Row(
        file,
        stretch,
        kind,
        judgeable,
        int(fields.get("reps") or 0),
        tuple(_span(text) for text in _split(fields.get("holds_s"))),
        float(fields.get("from_s") or 0.0),
        float(to_s) if to_s else None,
        fields.get("phase") or None,
        # Somebody else's look-alike: what its note says, nobody here has read.
        expected.get((file, stretch), Expect.EITHER) if kind is Kind.ALIKE else None,
        parts.get(file),
    )


def _need(fields: Mapping[str, str | None], name: str) -> str:
    value = (fields.get(name) or "").strip()
    if not value:
        raise ValueError(f"{name} is missing")
    return value


def _split(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def _span(text: str) -> Span:
    start, end = (float(part) for part in text.split("-"))
    if end <= start:
        raise ValueError(f"a hold ends after it starts: {text}")
    return start, end
