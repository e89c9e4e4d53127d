"""`export`, read back by programs that are not ours."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.truth import trace_path
from formcheck.app.history import exporting
from formcheck.app.history.exporting import export_session
from formcheck.app.history.formats import Format
from formcheck.app.recordings.judging import judge_trace
from formcheck.cli import main
from formcheck.core.body.observation import Flat
from formcheck.core.records.session import LeftEarly
from formcheck.edges.recording import read_trace
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.edges.store import Kept
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED
from tests.sessions import SORE, bridge, bridges, record_of, session_of, write_trace

Export = Callable[..., tuple[int, list[Path], str]]

EVIL = "=cmd|'/c calc'!A1"
MARKUP = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trace")
    return write_trace(folder / "landmarks.npz", bridges(3, over=True).seen())


@pytest.fixture
def kept(
    tmp_path: Path, trace: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    """A session with a trap in every text, one set with its trace and one without."""
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    record = record_of(trace)
    early = LeftEarly(stretch="bridge", why=EVIL)
    session = session_of(
        [record, record],
        person=EVIL,
        pain=SORE.model_copy(update={"site": (EVIL, MARKUP)}),
        note=f"{EVIL} {MARKUP}\x07",
        left_early=(early,),
    )
    session.summary["source"] = {**session.summary["source"], "name": EVIL + MARKUP}
    with SqliteStore(tmp_path / "data") as store:
        store.keep(session, [trace, None])
        return dict(store.get(1).session.summary)


@pytest.fixture
def export(
    kept: object,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Export:
    def run(form: str, *more: str) -> tuple[int, list[Path], str]:
        words = ["formcheck", "export", "last", "--format", form, *more]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        return (
            ended.value.code,
            [Path(line) for line in said.out.split("\n")[:-1]],
            (said.err),
        )

    return run


def test_json_is_the_summary(export: Export, kept: dict[str, object]) -> None:
    status, (path,), _ = export("json")
    assert (status, str(path)) == (0, "formcheck-session-1/summary.json")
    assert json.loads(path.read_text(encoding="utf-8")) == kept


def test_csv_reads_back_with_numbers_as_numbers_and_no_formula(
    export: Export, kept: dict[str, object]
) -> None:
    import pandas

    status, files, _ = export("csv")
    assert status == 0
    assert [f.name for f in files] == [
        "columns.csv", "days.csv", "exercise_pain.csv", "flags.csv", "holds.csv",
        "movements.csv", "not_counted.csv", "planned.csv", "reps.csv", "sessions.csv",
        "set-1-bridge-frames.csv", "sets.csv",
    ]  # fmt: skip
    for path in files:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file, strict=True))
        assert len({len(row) for row in rows}) == 1
        for cell in (cell for row in rows for cell in row):
            number = cell.lstrip("-").replace(".", "", 1).isdigit()
            assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    tables = {path.stem: pandas.read_csv(path) for path in files}
    one = tables["sessions"].iloc[0]
    assert one["person"] == f"'{EVIL}" and one["pain_before"] == 4
    assert one["left_early"] == f"bridge: {EVIL}"
    reps = tables["reps"]
    first, *_ = kept["sets"][0]["reps"]  # type: ignore[index]
    assert list(reps["kind"]) == ["rep"] * 6
    assert reps["peak"].dtype == np.float64 and reps["peak"][0] == first["peak"]
    assert list(reps["set"]) == [1] * 3 + [2] * 3 and set(reps["session"]) == {1}
    over = tables["movements"]
    assert set(over["unit"]) == {"deg"}
    flags = tables["flags"]
    order = list(flags.columns)
    assert order.index("end_s") < order.index("raised_s")
    columns = tables["columns"]
    for name, table in tables.items():
        if not name.endswith("-frames"):
            own = columns[columns["table"] == f"{name}.csv"]
            assert name == "columns" or list(own["column"]) == list(table.columns)
    assert list(flags["id"]) == ["over_arch"] * 2
    assert list(tables["movements"]["became"]) == ["counted"] * 6
    frames = tables["set-1-bridge-frames"]
    assert frames["time_s"].is_monotonic_increasing
    assert abs(frames[f"{bridge().primary}_deg"].max() - 208) < 6


def test_xlsx_reads_back_and_no_cell_is_a_formula(
    export: Export, kept: dict[str, object]
) -> None:
    import openpyxl

    status, (path,), _ = export("xlsx")
    assert status == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Sessions", "Sets", "Reps", "Holds", "Flags", "Not counted", "Movements",
        "Planned", "Pain in exercises", "Days", "Frames 1-bridge",
    ]  # fmt: skip
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    head, row = book["Sessions"].iter_rows(values_only=True)
    about = dict(zip(head, row, strict=True))
    assert about["person"] == EVIL  # as it was written, and only text
    assert about["note"] == f"{EVIL} {MARKUP}"  # but for what Excel cannot hold
    assert (about["pain_before"], about["interrupted"]) == (4, False)
    columns = [cell.value for cell in book["Reps"][1]]
    peak = book["Reps"].cell(2, columns.index("peak") + 1).value
    assert peak == kept["sets"][0]["reps"][0]["peak"]  # type: ignore[index]


def test_trc_is_read_by_opensim_itself(export: Export, trace: Path) -> None:
    import opensim

    status, (path,), _ = export("trc")
    assert (status, path.name) == (0, "set-1-bridge.trc")
    markers = opensim.MarkerData(str(path))
    table = opensim.TimeSeriesTableVec3(str(path))
    assert str(markers.getUnits().getLabel()) == "meters"
    assert markers.getDataRate() == 25.0
    assert table.getNumRows() == markers.getNumFrames()
    labels = list(table.getColumnLabels())
    assert len(labels) == 33 and labels[0] == "nose" and "left_hip" in labels
    looks = [o for o in read_trace(trace).observations() if o.pose is not None]
    pose = looks[10].pose
    assert pose is not None
    times = np.array(table.getIndependentColumn())
    row = int(np.argmin(np.abs(times - looks[10].time_s)))
    assert not isinstance(pose.world_xyz, Flat)
    x, y, z = pose.world_xyz[23]
    found = table.getRowAtIndex(row).getElt(0, labels.index("left_hip")).to_numpy()
    assert found == pytest.approx([x, -y, -z], abs=1e-4)


def test_mot_is_read_by_opensim_itself(export: Export, trace: Path) -> None:
    import opensim

    status, (path,), _ = export("mot")
    assert (status, path.name) == (0, "set-1-bridge.mot")
    table = opensim.TimeSeriesTable(str(path))
    assert table.getTableMetaDataString("inDegrees") == "yes"
    storage = opensim.Storage(str(path))
    assert storage.isInDegrees() and storage.getSize() == table.getNumRows()
    hip = table.getDependentColumn(bridge().primary).to_numpy()
    record = record_of(trace)
    found, _ = judge_trace(
        read_trace(trace), record.spec, record.profile, record.plan, SHIPPED
    )
    peaks = found.peaks(None)
    assert np.nanmax(hip) == pytest.approx(max(peaks), abs=3)
    steps = np.diff(np.array(table.getIndependentColumn()))
    # It begins when somebody is seen, and has no hole after it.
    assert steps == pytest.approx(0.04, abs=2e-5)


def test_fhir_is_valid_r4(export: Export, kept: dict[str, object]) -> None:
    from fhir.resources.R4B.bundle import Bundle

    status, (path,), _ = export("fhir")
    assert (status, path.name) == (0, "session.fhir.json")
    bundle = Bundle.model_validate_json(path.read_text(encoding="utf-8"))
    whole: list[Any] = [entry.resource for entry in bundle.entry or ()]
    kinds = [type(one).__name__ for one in whole]
    assert kinds[:2] == ["Patient", "Device"] and kinds[-1] == "CodeSystem"
    patient, _, *found, own = whole
    assert patient.name[0].text == EVIL and patient.birthDate is None
    for one in found:
        assert one.subject.reference == f"urn:uuid:{patient.id}"
        assert one.performer[0].reference == one.subject.reference
    codings = [
        coding
        for one in found
        for concept in (one.code, *(part.code for part in one.component or ()))
        for coding in concept.coding
    ]
    defined = {concept.code for concept in own.concept}
    assert {c.code for c in codings if c.system == own.url} == defined - {"site_hip"}
    foreign = {c.code for c in codings if c.system != own.url}
    assert foreign == {"55411-3", "364564000", "72514-3"}
    by_code: dict[str, list[object]] = {}
    for one in found:
        by_code.setdefault(one.code.coding[0].code, []).append(one)
    durations = by_code["55411-3"]
    minutes = [float(one.valueQuantity.value) for one in durations]  # type: ignore[attr-defined]
    lengths = [(s["end_s"] - s["start_s"]) / 60 for s in kept["sets"]]  # type: ignore[attr-defined]
    assert minutes == pytest.approx(lengths, abs=1e-3)
    (motion,) = by_code["364564000"]
    peaks = [rep["peak"] for s in kept["sets"] for rep in s["reps"]]  # type: ignore[attr-defined]
    quantity = motion.valueQuantity  # type: ignore[attr-defined]
    assert quantity.code == "deg"
    # A bridge reads 180 for a straight hip; a goniometer reads extension from there.
    extension = float(np.median(peaks)) - 180
    assert float(quantity.value) == pytest.approx(extension, abs=0.01)
    assert [c.code for c in motion.code.coding] == ["364564000", "hip_extension"]  # type: ignore[attr-defined]
    assert motion.bodySite.text == "hip"  # type: ignore[attr-defined]
    (further, *_) = motion.component  # type: ignore[attr-defined]
    # The third was arched to 208, and is nobody's furthest.
    assert further.code.text == "furthest with nothing to ease off in"
    assert float(further.valueQuantity.value) < 5
    pains = [one.valueQuantity.value for one in by_code["72514-3"]]  # type: ignore[attr-defined]
    assert pains == [4, 3, 3]
    assert durations[0].note[0].text == f"{EVIL} {MARKUP}"  # type: ignore[attr-defined]
    assert len({entry.fullUrl for entry in bundle.entry or ()}) == len(whole)


def test_fhir_tells_left_from_right_and_what_is_partly_judged(tmp_path: Path) -> None:
    """What a clip did reads back from the bundle as what it was."""
    from fhir.resources.R4B.bundle import Bundle

    spec = find_stretch("knee_to_chest_single", poses_dir())
    path = trace_path("knee_to_chest_single_good")
    record = record_of(path, spec)
    partly = record.result.model_copy(update={"status": "partly_judged"})
    session = session_of([replace(record, result=partly)], person="")
    kept = Kept(1, session, (path,))
    (written,) = export_session(kept, Format.FHIR, tmp_path, judging=SHIPPED)
    bundle = Bundle.model_validate_json(written.read_text(encoding="utf-8"))
    whole: list[Any] = [entry.resource for entry in bundle.entry or ()]
    assert whole[0].name is None
    ranges = [one for one in whole[2:-1] if one.bodySite is not None]
    assert ranges and {one.status for one in whole[2:-1]} == {"preliminary"}
    for one in ranges:
        assert "hip flexion" in one.code.text and "pelvis" in one.method.text
        (side,) = [p for p in one.component if p.valueCodeableConcept is not None]
        word = side.valueCodeableConcept.text
        assert one.bodySite.text == f"{word} hip"
        code = side.valueCodeableConcept.coding[0].code
        assert code == {"left": "7771000", "right": "24028007"}[word]
        peaks = record.result.peaks(word)
        flexion = 180 - float(np.median(peaks))
        assert float(one.valueQuantity.value) == pytest.approx(flexion, abs=0.01)
        assert 90 < flexion < 150


def test_html_escapes_what_was_written(export: Export) -> None:
    status, (path,), _ = export("html")
    assert (status, path.name) == (0, "report.html")
    text = path.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in text and MARKUP not in text


def test_a_damaged_trace_is_told_and_keeps_nothing_else_back(
    export: Export, tmp_path: Path
) -> None:
    with SqliteStore(tmp_path / "data") as store:
        (path, _) = store.get(1).traces
    assert path is not None
    path.write_bytes(b"garbage")
    for form in ("csv", "xlsx"):
        status, files, said = export(form)
        assert status == 0 and files
        assert said.startswith("formcheck: session 1, set 1: left out, ")
        assert len(said.splitlines()) == 1
    assert export("trc")[0] == 2


def test_what_cannot_be_exported_is_one_plain_line(
    export: Export, tmp_path: Path, trace: Path
) -> None:
    session = session_of([record_of(trace)], uid="two", day="2026-11-21")
    with SqliteStore(tmp_path / "data") as store:
        store.keep(session, [None])
    status, files, said = export("trc", "--person", "x")
    assert status == 2
    status, files, said = export("trc", "--out", "lab")
    assert (status, files) == (2, [])
    assert said == (
        "formcheck: session 2 has nothing for trc: it was kept without a landmark "
        "trace\n"
    )
    assert not Path("lab").exists()
    assert export("doc")[0] == 2


@pytest.mark.parametrize(
    ("form", "writer"),
    [
        ("csv", "write_csv"),
        ("xlsx", "write_workbook"),
        ("trc", "write_trc"),
        ("mot", "write_mot"),
        ("c3d", "write_c3d"),
        ("dlc", "write_dlc"),
    ],
)
def test_a_full_disk_is_one_plain_line_and_leaves_nothing(
    export: Export, monkeypatch: pytest.MonkeyPatch, form: str, writer: str
) -> None:
    def full(path: Path, *_: object) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")  # as a write says it: no name

    monkeypatch.setattr(exporting, writer, full)
    status, files, said = export(form, "--out", "lab")
    assert (status, files) == (2, [])
    assert said == "formcheck: cannot write to lab: No space left on device\n"
    assert not Path("lab").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
@pytest.mark.parametrize(
    "form", ["csv", "xlsx", "trc", "mot", "c3d", "dlc", "html", "json", "fhir"]
)
def test_a_disk_that_takes_no_more_is_one_plain_line(kept: object, form: str) -> None:
    """A file that may not grow any more fails as one on a full disk does."""
    code = (
        "import resource, sys\n"
        "from formcheck.app.history import exporting\n"
        "from formcheck.cli import main\n"
        "inner = exporting.ResultsFolder.__enter__\n"
        "def begin(self):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "    return inner(self)\n"
        "exporting.ResultsFolder.__enter__ = begin\n"
        f"sys.argv = 'formcheck export last --format {form} --out lab'.split()\n"
        "main()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert run.stderr == "formcheck: cannot write to lab: File too large\n"
    assert (run.returncode, run.stdout) == (2, "")
    assert not Path("lab").exists()
