"""Files out: summary.json, reps.csv, frames.csv and what else a results folder holds.

Everything is written in a folder beside and moved into place at the end, so that a run
that is stopped leaves what was there before.
"""

from __future__ import annotations

import csv
import glob
import json
import math
import os
import platform
import shutil
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from formcheck.core.judge.result import SetResult
from formcheck.edges.curves import resampled, zero_lag
from formcheck.edges.replacing import settle
from formcheck.errors import OutputError

__all__ = [
    "COMMAS",
    "SKIPPED",
    "Cell",
    "CsvStyle",
    "FrameTable",
    "ResultsFolder",
    "rep_rows",
    "write_csv",
    "write_json",
]

Cell = str | int | float | bool | None

SKIPPED = "skipped"
"""What a frame is that was not looked at, as nothing moved."""


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How tables are written: as the whole world's programs read them or, with
    semicolons, as a spreadsheet does that has decimal commas: with these, and a byte
    order mark, by which it knows UTF-8.
    """

    semicolons: bool = False

    @property
    def encoding(self) -> str:
        """For `open`."""
        return "utf-8-sig" if self.semicolons else "utf-8"

    @property
    def separator(self) -> str:
        """Between the cells of a row."""
        return ";" if self.semicolons else ","

    def cell(self, value: Cell) -> str | int | float:
        """A cell as the file has it."""
        plain = _cell(value)
        if self.semicolons and isinstance(plain, float):
            return str(plain).replace(".", ",")
        return plain


COMMAS = CsvStyle()

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_REP_COLUMNS = (
    "stretch",
    "number",
    "kind",
    "side",
    "start_s",
    "end_s",
    "held_s",
    "measure",
    "peak",
    "error",
    "change",
    "change_error",
    "unit",
    "good",
    "complete",
    "reason",
    "flags",
)


class ResultsFolder:
    """A folder of results that appears whole or not at all.

    Parameters
    ----------
    target
        The folder to fill. Files of the same names in it are replaced.

    Raises
    ------
    OutputError
        It cannot be written to.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self._missing = [p for p in (target, *target.parents) if not p.exists()]
        try:
            target.mkdir(parents=True, exist_ok=True)
            _sweep(target)
            # Inside the target, so that moving into place never copies between disks.
            self.folder = Path(tempfile.mkdtemp(prefix=_own_prefix(), dir=target))
        except OSError as error:
            raise OutputError(f"cannot write to {target}: {error.strerror}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        for made in self._missing:
            try:
                made.rmdir()  # only what this run made, and only if nothing is in it
            except OSError:
                break
        # A write that fails, on a full disk say, names no file. A connection that is
        # lost, as that of a pipe to print to, is no fault of the folder's.
        others = ConnectionError | TimeoutError
        if isinstance(error, OSError) and not isinstance(error, others):
            reason = error.strerror or type(error).__name__
            raise OutputError(f"cannot write to {self.target}: {reason}") from error

    def publish(self, last: str) -> list[Path]:
        """Move all files into place, `last` at the end: where it is, all are."""
        names = sorted(p.name for p in self.folder.iterdir())
        names.sort(key=lambda name: name == last)
        for name in names:
            settle(self.folder / name)
        for name in names:
            if name == last:  # where power fails, it must not be there alone
                settle(self.target)
            os.replace(self.folder / name, self.target / name)
        settle(self.target)
        return [self.target / name for name in names]


def _own_prefix() -> str:
    """Return a name for the writer: this machine and this process."""
    return f".writing-{platform.node()}-{os.getpid()}-"


def _sweep(target: Path) -> None:
    """Remove what a process of this machine was writing when it was killed."""
    if os.name == "nt":  # there, to ask whether a process lives would end it
        return
    for left in target.glob(f".writing-{glob.escape(platform.node())}-*"):
        pid = left.name.rsplit("-", 2)[1]
        if pid.isdecimal() and not _runs(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, or no number of a process
        return True
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:  # no such files on this system
        return True
    # In a container nobody may ever fetch a dead process's status.
    return not stat.rpartition(b")")[2].lstrip().startswith(b"Z")


class FrameTable:
    """The rows of frames.csv, kept as bare numbers until all are there.

    A frame that was not looked at was not measured and not judged. It has a value on
    the zero-lag curve alone, which goes on wherever judging did.

    Parameters
    ----------
    units
        Unit of each measure by name, in the order of the columns.
    calibrated
        The hips were moved before angles were read; the last column says so.
    """

    def __init__(self, units: Mapping[str, str], *, calibrated: bool = False) -> None:
        self._units = dict(units)
        self._angles = "calibrated" if calibrated else "raw"
        self._time_s = array("d")
        self._words: list[tuple[str, ...]] = []
        self._vocabulary: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._raw = {name: array("d") for name in units}
        self._smooth = {name: array("d") for name in units}

    def add(
        self,
        time_s: float,
        seen: str,
        phase: str,
        measures: Mapping[str, tuple[float, float, str]],
    ) -> None:
        """Add one frame. seen: SKIPPED if it was not looked at. measures: raw value,
        smoothed value and verdict by name.
        """
        self._time_s.append(time_s)
        missing = (math.nan, math.nan, "unknown")
        verdicts = []
        for name in self._units:
            raw, smooth, verdict = measures.get(name, missing)
            self._raw[name].append(raw)
            self._smooth[name].append(smooth)
            verdicts.append(verdict)
        # Few combinations of words recur in every row: keep one of each.
        words = (seen, phase, *verdicts)
        self._words.append(self._vocabulary.setdefault(words, words))

    def write(self, path: Path, style: CsvStyle = COMMAS) -> None:
        """Write the table, with the zero-lag curve of each measure."""
        write_csv(path, *self.rows(), style)

    def rows(self) -> tuple[list[str], Iterator[list[Cell]]]:
        """Return the columns and the rows, with the zero-lag curve of each measure."""
        head = ["time_s", "seen", "phase"]
        for name, unit in self._units.items():
            head += [f"{name}_{unit}", f"{name}_{unit}_smooth"]
            head += [f"{name}_{unit}_zero_lag", f"{name}_verdict"]
        head.append("angles")
        times = np.array(self._time_s)
        looked = np.array([words[0] != SKIPPED for words in self._words], bool)
        curves = {}
        for name, raw in self._raw.items():
            curve = zero_lag(times, np.array(raw))
            at_looks = curve[looked, None]
            curve[~looked] = resampled(times[looked], at_looks, times[~looked])[:, 0]
            curves[name] = curve

        def rows() -> Iterator[list[Cell]]:
            for index, (time_s, words) in enumerate(
                zip(self._time_s, self._words, strict=True)
            ):
                row: list[Cell] = [round(time_s, 4), words[0], words[1]]
                for name, verdict in zip(self._units, words[2:], strict=True):
                    row.append(_rounded(self._raw[name][index]))
                    row.append(_rounded(self._smooth[name][index]))
                    row.append(_rounded(float(curves[name][index])))
                    row.append(verdict)
                yield [*row, self._angles]

        return head, rows()


def write_csv(
    path: Path,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    style: CsvStyle = COMMAS,
) -> None:
    """Write a table as RFC 4180 has it; missing numbers are empty cells."""
    with path.open("w", encoding=style.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=style.separator, lineterminator="\r\n")
        writer.writerow(head)
        for row in rows:
            writer.writerow([style.cell(value) for value in row])


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON for people and programs; a number that is NaN is a mistake here."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def rep_rows(results: Iterable[SetResult]) -> tuple[Sequence[str], list[list[Cell]]]:
    """Return the columns and rows of reps.csv: reps, smaller ones and holds."""
    rows: list[list[Cell]] = []
    for result in results:
        for kind, parts in (
            ("rep", result.reps),
            ("partial", result.partial_reps),
            ("hold", result.holds),
            ("own range hold", result.own_range_holds),
        ):
            for number, part in enumerate(parts, 1):
                known = part.model_dump(mode="json") | {
                    "stretch": result.stretch,
                    "number": number,
                    "kind": kind,
                }
                if known.get("peak") is not None:
                    known |= {
                        "error": result.error,
                        "change_error": result.change_error,
                    }
                known["flags"] = " ".join(known.get("flags", ()))
                rows.append([known.get(column) for column in _REP_COLUMNS])
    return _REP_COLUMNS, rows


def _cell(value: Cell) -> str | int | float:
    """Keep numbers numbers; keep a spreadsheet from reading text as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return value if math.isfinite(value) else ""


def _rounded(value: float) -> float | None:
    return round(value, 3) if math.isfinite(value) else None
