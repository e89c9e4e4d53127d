"""Compare formcheck with other programs' ways of counting, on the same landmarks.

On the sample clips and, where folders of real recordings are given, on those: see
`python -m benchmarks.real`. Prints tables and asserts nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from benchmarks.peers import comparing, figures
from benchmarks.real.judged import recordings_in
from benchmarks.real.traces import TRACES, is_inside_project
from benchmarks.real.truth import CLIPS, Row, TruthError, read_rows
from formcheck.errors import FormcheckError


def main(arguments: list[str] | None = None) -> int:
    """Run it; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="of real recordings")
    parser.add_argument("--traces", type=Path, default=TRACES, help="kept landmarks")
    parser.add_argument(
        "--write", action="store_true", help="keep the figures for docs/accuracy.md"
    )
    chosen = parser.parse_args(arguments)
    if is_inside_project(chosen.traces):
        parser.error(f"landmarks of people stay out of the project: {chosen.traces}")
    if chosen.write and not chosen.folders:
        parser.error("--write needs the folders of real recordings")
    try:
        found = _compared(chosen.folders, chosen.traces)
    except (TruthError, FormcheckError) as error:
        parser.error(str(error))
    for title, table in found.items():
        print(f"\n{title}")
        print("\n".join(figures.lines(table)))
    if chosen.write:
        figures.write(found)
    return 0


def _rows(folder: Path) -> list[Row]:
    beside = folder / "truth.csv"
    table = read_rows(beside if beside.exists() else CLIPS)
    own = [row for row in table if (folder / row.file).is_file()]
    if not own:
        raise TruthError(f"{folder}: no recording that is known")
    return own


def _compared(folders: list[Path], traces: Path) -> dict[str, Any]:
    known = [(recordings_in(folder, traces), _rows(folder)) for folder in folders]
    found: dict[str, Any] = {
        "sample clips, good": comparing.samples("good"),
        "sample clips, faults": comparing.samples("faults"),
    }
    rows, negatives = [], []
    for recordings, own in known:
        rows += comparing.real(recordings, own)
        negatives += comparing.negatives(recordings, own)
    for part, figures_ in comparing.real_tables(rows).items():
        found[f"real people, {part.replace('_', ' ')}"] = figures_
    if negatives:
        found["real people, another exercise"] = comparing.wrongly_counted(negatives)
    for title, wrong in comparing.wrong_samples().items():
        found[f"wrong stretch, {title}"] = wrong
    return found


if __name__ == "__main__":
    sys.exit(main())
