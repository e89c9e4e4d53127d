"""Judge recordings of real people and score them against what was seen by eye.

Prints a row a recording and the totals: of all, and of the two parts by presenter, of
which one is kept out of tuning. Landmarks are looked at once and kept in --traces.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.real import figures
from benchmarks.real.judged import judged, recordings_in, stretches, wrong_pairs
from benchmarks.real.live import compared, live_line, live_total_line
from benchmarks.real.table import clip_line, pair_lines, total_lines
from benchmarks.real.traces import TRACES, is_inside_project
from benchmarks.real.truth import CLIPS, Part, Row, TruthError, read_rows
from formcheck.errors import FormcheckError


def main(arguments: list[str] | None = None) -> int:
    """Run it; return the exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if is_inside_project(chosen.traces):
        parser.error(f"landmarks of people stay out of the project: {chosen.traces}")
    if chosen.write and (chosen.part or chosen.clips):
        parser.error("--write needs all of the folder")
    if chosen.write and chosen.live:
        parser.error("--live keeps no figures")
    try:
        rows = _rows(chosen.folder, chosen.truth)
        run = _run_live if chosen.live else _run
        run(chosen, _chosen(rows, chosen.part, chosen.clips))
    except (TruthError, FormcheckError) as error:
        parser.error(str(error))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks.real", description=__doc__)
    parser.add_argument("folder", type=Path, help="recordings, and their truth.csv")
    parser.add_argument("clips", nargs="*", help="only these, by name")
    parser.add_argument("--truth", type=Path, help="another truth.csv")
    parser.add_argument("--traces", type=Path, default=TRACES, help="kept landmarks")
    parser.add_argument("--part", type=Part, choices=list(Part), help="one part only")
    parser.add_argument("--no-pairs", action="store_true", help="leave wrong pairs out")
    parser.add_argument(
        "--live", action="store_true", help="instead: is the same told live?"
    )
    parser.add_argument(
        "--write", action="store_true", help="keep the figures for docs/accuracy.md"
    )
    return parser


def _rows(folder: Path, truth: Path | None) -> list[Row]:
    """Read the folder's table; for clips without one, the project's own."""
    beside = folder / "truth.csv"
    table = truth or (beside if beside.exists() else CLIPS)
    rows = read_rows(table)
    if unknown := {row.stretch for row in rows} - stretches().keys():
        raise TruthError(f"{table}: no such stretch: {', '.join(sorted(unknown))}")
    there = [row for row in rows if (folder / row.file).is_file()]
    for file in dict.fromkeys(row.file for row in rows if row not in there):
        print(f"{file} is not in {folder}", file=sys.stderr)
    if not there:
        raise TruthError(f"{folder}: none of the recordings of {table} is there")
    return there


def _chosen(rows: list[Row], part: Part | None, clips: list[str]) -> list[Row]:
    names = {Path(row.file).stem for row in rows}
    wanted = {Path(clip).stem for clip in clips}
    if unknown := wanted - names:
        raise TruthError(f"no such recording: {', '.join(sorted(unknown))}")
    found = [
        row
        for row in rows
        if (part is None or row.part is part)
        and (not wanted or Path(row.file).stem in wanted)
    ]
    if not found:
        raise TruthError(f"no recording of the part {part}")
    return found


def _run(chosen: argparse.Namespace, rows: list[Row]) -> None:
    recordings = recordings_in(chosen.folder, chosen.traces)
    found = []
    for row in rows:
        (one,) = judged(recordings, [row])
        print(clip_line(one), flush=True)
        found.append(one)
    pairs = None if chosen.no_pairs else wrong_pairs(recordings, rows)
    print()
    print("\n".join(total_lines(found, pairs)))
    if pairs is not None:
        print()
        print("\n".join(pair_lines(pairs)))
    if chosen.write:
        figures.write(chosen.folder.resolve().name, found, pairs)


def _run_live(chosen: argparse.Namespace, rows: list[Row]) -> None:
    recordings = recordings_in(chosen.folder, chosen.traces)
    found = []
    for row in rows:
        found.append(compared(recordings, row))
        print(live_line(found[-1]), flush=True)
    print()
    print(live_total_line(found))


if __name__ == "__main__":
    sys.exit(main())
