"""The package finds its files from a wheel, from a source archive and when editable."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import hatch_build
from formcheck import resources
from formcheck.errors import FormcheckError, ModelError
from tests.alone import PURE, reps_judged

ROOT = Path(hatch_build.__file__).resolve().parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the repository; its model is already built, so nothing is fetched."""
    return build_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


def build_wheel(source: Path, into: Path, **environment: str) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
    ]
    subprocess.run(
        [*command, "--quiet", f"--wheel-dir={into}", str(source)],
        check=True,
        env=os.environ | environment,
    )
    (built,) = into.glob("*.whl")
    return built


def unpacked(wheel: Path, into: Path) -> Path:
    """Install a wheel as far as importing goes."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(into)
    return into


def ask(installed: Path, code: str) -> str:
    """Run code in which `formcheck` is the one installed there."""
    run = subprocess.run(
        [sys.executable, "-c", f"import formcheck.resources as r\n{code}"],
        cwd=installed,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def data_files(poses: Path) -> set[str]:
    """Stretches, programmes, sources and what else belongs to them."""
    return {str(path.relative_to(poses)) for path in poses.rglob("*.toml")}


def assert_whole(installed: Path) -> None:
    """Assert that everything is found, inside the installation and nowhere else."""
    found = ask(
        installed,
        "for path in (r.__file__, r.poses_dir(), r.demo_clip(), r.model_file().path,"
        " r.summary_schema()): print(path)",
    ).splitlines()
    assert len(found) == 5
    for path in found:
        assert Path(path).is_relative_to(installed)
        assert Path(path).exists()
    assert ask(installed, "print(r.model_file().sha256)") == resources.MODEL_SHA256
    assert data_files(installed / "formcheck/data/poses") == data_files(ROOT / "poses")


@pytest.mark.package
def test_a_wheel_has_everything(wheel: Path, tmp_path: Path) -> None:
    installed = unpacked(wheel, tmp_path / "installed")
    assert_whole(installed)
    files = zipfile.ZipFile(wheel).namelist()
    assert "formcheck/py.typed" in files
    assert {"LICENSE", "NOTICE"} <= {Path(f).name for f in files}
    assert [f for f in files if f.endswith(".mp4")] == [
        "formcheck/data/demo/bridge_good.mp4"
    ]
    assert not [f for f in files if f.startswith(("tests", "tools", "benchmarks"))]


@pytest.mark.package
def test_numpy_and_pydantic_are_enough_to_judge_landmarks(
    wheel: Path, tmp_path: Path
) -> None:
    installed = unpacked(wheel, tmp_path / "installed")
    reps, where, said = reps_judged(tmp_path, only=PURE, installed=installed)
    assert reps == 4
    assert Path(where).is_relative_to(installed)
    assert "No module named 'cv2'" in said


@pytest.mark.package
def test_a_source_archive_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        tar.extractall(tmp_path / "source")
    assert not [n for n in names if n.endswith(".task")]  # the model is never in it
    (source,) = (tmp_path / "source").iterdir()
    model = str(resources.model_file().path)
    again = build_wheel(source, tmp_path / "dist", FORMCHECK_POSE_MODEL=model)
    assert_whole(unpacked(again, tmp_path / "installed"))
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(
        zipfile.ZipFile(wheel).namelist()
    )


def test_editable_reads_the_repository_itself() -> None:
    assert resources.poses_dir() == ROOT / "poses"
    assert resources.demo_clip() == ROOT / "sample_videos/bridge_good.mp4"
    assert resources.model_file().is_shipped


def test_the_hook_and_the_program_mean_the_same_model() -> None:
    assert hatch_build.MODEL_SHA256 == resources.MODEL_SHA256
    assert hatch_build.MODEL_ENV == resources.MODEL_ENV


def test_the_hook_leaves_a_right_model_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(hatch_build.MODEL_ENV, raising=False)
    monkeypatch.setattr(hatch_build, "download_donor", lambda _: 1 / 0)
    hatch_build.ensure_model(ROOT / hatch_build.MODEL)


def test_the_hook_takes_another_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.task"
    own.write_bytes(b"PK own")
    monkeypatch.setenv(hatch_build.MODEL_ENV, str(own))
    hatch_build.ensure_model(tmp_path / "data" / "model.task")
    assert (tmp_path / "data" / "model.task").read_bytes() == b"PK own"
    monkeypatch.setenv(hatch_build.MODEL_ENV, str(tmp_path / "none"))
    with pytest.raises(hatch_build.ModelBuildError, match="cannot be used"):
        hatch_build.ensure_model(tmp_path / "other.task")


def test_without_an_index_the_hook_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(hatch_build.MODEL_ENV, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(hatch_build.ModelBuildError) as error:
        hatch_build.ensure_model(tmp_path / "model.task")
    text = str(error.value)
    assert "\n" not in text
    assert "mediapipe==0.10.21" in text and hatch_build.MODEL_ENV in text
    assert not (tmp_path / "model.task").exists()


def test_a_download_that_is_something_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fake(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        folder = next(w for w in command if w.startswith("--dest=")).partition("=")[2]
        (Path(folder) / "mediapipe.whl").write_bytes(b"PK other")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.delenv(hatch_build.MODEL_ENV, raising=False)
    monkeypatch.setattr(hatch_build.subprocess, "run", fake)
    with pytest.raises(hatch_build.ModelBuildError, match="not the file expected"):
        hatch_build.ensure_model(tmp_path / "model.task")


def test_the_model_comes_from_the_environment_or_the_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.task").write_bytes(b"PK" + name.encode())
    monkeypatch.setenv(resources.MODEL_ENV, str(tmp_path / "one.task"))
    assert resources.model_file().name == "one"
    assert resources.model_file(tmp_path / "two.task").name == "two"
    assert not resources.model_file().is_shipped
    with pytest.raises(ModelError, match="no pose model at"):
        resources.model_file(tmp_path / "three.task")


def test_an_installation_that_is_not_whole_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    monkeypatch.setattr(resources, "_REPOSITORY", tmp_path)
    with pytest.raises(FormcheckError, match="install it again"):
        resources.demo_clip()


def test_no_file_of_code_is_over_500_lines() -> None:
    """What is longer is two things: it is split where they part."""
    long = [
        path.relative_to(ROOT).as_posix()
        for part in ("src", "tests", "tools", "benchmarks", "examples")
        for path in (ROOT / part).rglob("*")
        if path.suffix in (".py", ".js", ".css", ".j2")
        and len(path.read_text(encoding="utf-8").splitlines()) > 500
    ]
    assert long == []
