from __future__ import annotations

import ctypes
import subprocess
import sys
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path, PurePosixPath

import pytest

from formcheck.app.terminal import doctor
from formcheck.app.terminal.catalogue import show_findings
from formcheck.app.terminal.doctor import Diagnosis, examine
from formcheck.errors import ModelError


@dataclass
class Installed:
    name: str
    version: str = "1.0"
    files: list[PurePosixPath] = field(
        default_factory=lambda: [PurePosixPath("cv2/__init__.py")]
    )


def found(what: str) -> Diagnosis:
    return next(finding for finding in examine() if finding.what == what)


@pytest.fixture(autouse=True)
def no_cameras(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test opens no camera of whoever runs it."""
    monkeypatch.setattr(doctor, "_CAMERAS", range(0))


def test_this_machine_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_findings(examine())
    out = capsys.readouterr().out
    for what in ("formcheck", "mediapipe", "cv2 comes from", "pose model", "cameras"):
        assert what in out


def test_two_packages_with_cv2_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [Installed("opencv-python"), Installed("opencv-contrib-python")]
    monkeypatch.setattr(metadata, "distributions", lambda: both)
    finding = doctor._opencv_owners()
    assert finding.ok is False
    assert "opencv-contrib-python 1.0, opencv-python 1.0" in finding.found


def test_no_package_with_cv2_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "distributions", lambda: [])
    assert "opencv-python is missing" in doctor._opencv_owners().found


def test_missing_libraries_are_named_by_their_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", missing)
    monkeypatch.setattr(sys, "platform", "linux")
    (finding,) = doctor._libraries()
    assert finding.ok is False
    assert finding.found.endswith("apt-get install libgl1 libglib2.0-0")


def test_an_opencv_that_does_not_start_is_a_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failed = subprocess.CompletedProcess(
        [], 1, "", "Traceback\nImportError: libGL.so.1"
    )
    monkeypatch.setattr(doctor, "_python", lambda _: failed)
    assert doctor._opencv_works() == Diagnosis(
        "OpenCV starts", "ImportError: libGL.so.1", ok=False
    )


def test_a_driver_that_hangs_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_python", lambda _: None)
    assert doctor._cameras().ok is False


def test_a_missing_model_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ModelError("no pose model at here")

    monkeypatch.setattr(doctor, "model_file", missing)
    assert found("pose model") == Diagnosis(
        "pose model", "no pose model at here", ok=False
    )


def test_where_data_is_kept_is_said_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own"
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    assert found("data is kept in").found == f"{folder} (not yet there)"
    assert not folder.exists()
    folder.mkdir()
    assert found("data is kept in").found == str(folder)


def test_anything_wrong_is_told_to_the_caller() -> None:
    assert not show_findings(
        [Diagnosis("a", "b", ok=True), Diagnosis("c", "d", ok=False)]
    )
