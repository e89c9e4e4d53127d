"""Every export of every kept session, read by programs that are not ours.

    python -m benchmarks.readers HISTORY OUT [--movement PYTHON]

HISTORY: a data folder of formcheck's. OUT: where exports go. PYTHON: of an environment
with `movement`, which brings an OpenCV of its own and is not to be installed beside
formcheck. Prints a table in Markdown: what each reader found, and "no" with the
reason where rows, units or ranges are not those that were kept.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import ezc3d
import numpy as np
import openpyxl
import opensim
import pandas as pd
from fhir.resources.R4B.bundle import Bundle

from formcheck.app.history.exporting import export_session
from formcheck.app.history.formats import Format
from formcheck.edges.motion import even_times
from formcheck.edges.recording import read_trace
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.edges.store import Kept
from formcheck.errors import HistoryError
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of

_BY_MOVEMENT = """
import sys
from movement.io import load_poses
found = load_poses.from_file(sys.argv[1], source_software="DeepLabCut", fps=30)
print(found.sizes["time"], len(found.keypoints), float(found.confidence.max()))
"""


def trc(path: Path, kept: Kept) -> str:
    """Metres, a row a frame, 33 markers, within arm's reach of the hips."""
    table = opensim.TimeSeriesTableVec3(str(path))
    other = opensim.MarkerData(str(path))
    assert table.getNumRows() == other.getNumFrames()
    assert str(other.getUnits().getLabel()) == "meters"
    assert len(table.getColumnLabels()) == 33
    flat = table.flatten()
    xyz = np.array(
        [flat.getDependentColumn(n).to_numpy() for n in flat.getColumnLabels()]
    )
    assert np.nanmax(np.abs(xyz)) < 2.0
    return f"{table.getNumRows()} rows, {np.isfinite(xyz).mean():.0%} seen"


def mot(path: Path, kept: Kept) -> str:
    """Degrees, all rows in both readers, no hole."""
    table, storage = opensim.TimeSeriesTable(str(path)), opensim.Storage(str(path))
    assert storage.isInDegrees() and storage.getSize() == table.getNumRows()
    values = np.array(
        [table.getDependentColumn(n).to_numpy() for n in table.getColumnLabels()]
    )
    assert np.isfinite(values).all() and np.abs(values).max() < 361
    seen = [n for n in table.getColumnLabels() if n.endswith("_seen")]
    assert 2 * len(seen) == len(table.getColumnLabels())
    joined = 1 - np.mean([table.getDependentColumn(n).to_numpy() for n in seen])
    return f"{table.getNumRows()} rows, {len(seen)} angles, {joined:.0%} joined"


def c3d(path: Path, kept: Kept) -> str:
    """Millimetres, the markers of the .trc."""
    whole = ezc3d.c3d(str(path))
    about = whole["parameters"]["POINT"]
    assert about["UNITS"]["value"][0].strip() == "mm"
    points = whole["data"]["points"]
    assert points.shape[1] == 33 and np.nanmax(np.abs(points[:3])) < 2000
    return f"{points.shape[2]} frames"


def dlc(path: Path, kept: Kept) -> str:
    """Pixels, a row a frame of the recording."""
    table = pd.read_csv(path, header=[0, 1, 2], index_col=0)
    trace = next(read_trace(one) for one in kept.traces if one is not None).about
    assert len(table) == len(even_times(trace.start_s, trace.end_s, trace.fps))
    likely = table.xs("likelihood", axis=1, level="coords").to_numpy()
    assert table.shape[1] == 99 and 0 <= np.nanmin(likely) <= np.nanmax(likely) <= 1
    return f"{len(table)} rows"


def csv(path: Path, kept: Kept) -> str:
    """As many reps as were judged, with set, unit and a peak in its range."""
    table, result = pd.read_csv(path), kept.session.sets[0].result
    done = [one.peak for one in (*result.reps, *result.partial_reps)]
    assert len(table) == len(done) and (not len(table) or set(table["set"]) == {1})
    known = [one for one in done if one is not None]
    assert table["peak"].dropna().tolist() == known
    return f"{len(table)} reps"


def xlsx(path: Path, kept: Kept) -> str:
    """The same, as numbers, and no formula."""
    book = openpyxl.load_workbook(path)
    result = kept.session.sets[0].result
    assert book["Reps"].max_row - 1 == len(result.reps) + len(result.partial_reps)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not any(c.data_type == "f" for c in cells)
    return f"{len(book.sheetnames)} sheets"


def fhir(path: Path, kept: Kept) -> str:
    """Valid, and each range what was judged, as a goniometer has it."""
    bundle = Bundle.model_validate_json(path.read_text(encoding="utf-8"))
    whole = [entry.resource for entry in bundle.entry]
    (record,) = kept.session.sets
    usual = [
        u for s in ("left", "right", None) if (u := record.result.usual(s)) is not None
    ]
    if record.spec.clinical is not None:
        usual = [record.spec.clinical.of(one) for one in usual]
    ranges = [o for o in whole[2:-1] if o.category[0].coding[0].code == "exam"]
    found = [float(one.valueQuantity.value) for one in ranges]
    assert np.allclose(sorted(found), sorted(usual), atol=1e-3), (found, usual)
    told = ", ".join(f"{value:g} {ranges[0].valueQuantity.unit}" for value in found)
    return f"{len(whole)} resources; {told or 'no range'}"


READERS: dict[Format, tuple[str, Callable[[Path, Kept], str]]] = {
    Format.TRC: ("opensim", trc),
    Format.MOT: ("opensim", mot),
    Format.C3D: ("ezc3d", c3d),
    Format.DLC: ("pandas", dlc),
    Format.CSV: ("pandas", csv),
    Format.XLSX: ("openpyxl", xlsx),
    Format.FHIR: ("fhir.resources", fhir),
}


def read(kept: Kept, out: Path, movement: str | None) -> Iterator[str]:
    """What each reader says of a session, a cell each."""
    judging = judging_of(poses_dir())
    for form, (_, reader) in READERS.items():
        folder = out / f"session-{kept.number}-{form}"
        try:
            files = export_session(kept, form, folder, judging=judging)
        except HistoryError as error:
            yield f"none: {str(error).partition(': ')[2]}"
            continue
        main = [p for p in files if p.name == "reps.csv"] or sorted(
            files, key=lambda path: len(path.name)
        )
        try:
            text = reader(main[0], kept)
            if form is Format.DLC and movement is not None:
                ran = subprocess.run(
                    [movement, "-c", _BY_MOVEMENT, str(main[0])],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                rows, points, sure = ran.stdout.split()[-3:]
                assert text == f"{rows} rows" and points == "33" and float(sure) <= 1
                text += ", movement too"
            yield text
        except (AssertionError, RuntimeError, subprocess.CalledProcessError) as error:
            yield f"**no**: {str(error) or 'not as kept'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("history", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--movement")
    asked = parser.parse_args()
    opensim.Logger.removeFileSink()
    opensim.Logger.setLevelString("off")
    heads = [f"{form} ({name})" for form, (name, _) in READERS.items()]
    print("| session |", " | ".join(heads), "|")
    print("|---" * (len(heads) + 1) + "|")
    with SqliteStore(asked.history) as store:
        for number in reversed(store.numbers()):
            kept = store.get(number)
            name = kept.session.summary["source"]["name"]
            if kept.session.about.uid[:5] != "video":
                name = kept.session.about.uid
            cells = read(kept, asked.out, asked.movement)
            print(f"| {number} {name} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
