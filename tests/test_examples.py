"""The examples run, each as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import pytest

from formcheck.resources import demo_clip

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first repetition of a bridge."""
    folder = tmp_path_factory.mktemp("videos")
    path = folder / "bridge_short.mp4"
    with av.open(str(demo_clip())) as source, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.pts is not None and packet.pts * packet.time_base < 9.0:
                packet.stream = stream
                target.mux(packet)
    return path


def run(name: str, *words: object) -> str:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_landmarks_of_another_estimator() -> None:
    said = run("other_landmarks.py")
    assert said.startswith("bridge: judged, 4 repetitions\n")
    assert said.count("held for") == 4


def test_a_plot(tmp_path: Path) -> None:
    said = run("plot_set.py", tmp_path / "set.png")
    assert said.endswith("5 holds, 4 flags\n")
    assert (tmp_path / "set.png").read_bytes().startswith(b"\x89PNG")


def test_a_stretch_of_ones_own(tmp_path: Path) -> None:
    said = run("own_stretch.py", tmp_path)
    assert "target.clauses[0].enter: [185.0, 160.0] is not [low, high]" in said
    assert said.endswith("with [160, 185]: good; it is judged by the hip\n")
    assert [path.name for path in tmp_path.iterdir()] == ["my_bridge.toml"]


@pytest.mark.model
def test_a_folder_into_a_table(short: Path) -> None:
    (short.parent / "bridge_broken.mp4").write_bytes(b"no video")
    head, row = run("judge_folder.py", short.parent).splitlines()
    assert head.split()[:5] == ["video", "stretch", "set", "number", "side"]
    assert row.split()[:4] == ["bridge_short.mp4", "bridge", "judged", "1"]


@pytest.mark.model
def test_a_camera_is_followed(short: Path) -> None:
    *lines, last = run("follow_camera.py", "bridge", short).splitlines()
    happened = [line.split()[-1] for line in lines]
    assert happened[:2] == ["StartConfirmed", "TargetEntered"]
    assert "RepCounted" in happened
    assert last.startswith("judged: 1 repetitions, held ")


def test_every_example_is_run() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    names = [path.name for path in EXAMPLES.glob("*.py")]
    assert len(names) == 5
    assert all(f'run("{name}"' in text for name in names)
