"""Judges landmarks in a process of its own that may not import just anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from tests.landmarks import recorded

__all__ = ["HEAVY", "PURE", "reps_judged"]

HEAVY = frozenset(
    [
        "cv2",
        "mediapipe",
        "matplotlib",
        "starlette",
        "uvicorn",
        "websockets",
        "av",
        "jinja2",
        "openpyxl",
        "typer",
        "rich",
        "platformdirs",
        "scipy",
        "pandas",
        "distributed",
    ]
)
"""What judging landmarks has no use for."""

PURE = frozenset(
    [
        "formcheck",
        "numpy",
        "pydantic",
        "pydantic_core",
        "annotated_types",
        "typing_extensions",
        "typing_inspection",
    ]
)
"""What is there where only numpy and pydantic are installed."""

_SCRIPT = """
import sys

refused, only = set(sys.argv[2].split()), set(sys.argv[3].split())

class Refuse:
    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        own = top in sys.stdlib_module_names or top.startswith("_sysconfigdata")
        there = not only or top in only or own
        if top in refused or not there:
            raise ModuleNotFoundError(f"No module named {top!r}", name=name)

sys.meta_path.insert(0, Refuse())
import formcheck as fc

assert not {"numpy", "pydantic"} & set(sys.modules)
import numpy as np

held = np.load(sys.argv[1])
result = fc.judge_landmarks(
    held["time_s"], held["image_xy"], held["visibility"], "bridge",
    size_wh=held["size_wh"], view="side",
)
judge = fc.Judge("bridge")
pose = fc.Pose.from_coco17(held["image_xy"][0, :17], [0.5] * 17, held["size_wh"])
judge.update(pose, 0)
judge.finish(1)
try:
    fc.judge_video("none.mp4", "bridge")
except fc.FormcheckError as error:
    print(error)
print(fc.__file__)
print(len(result.reps))
"""


def reps_judged(
    folder: Path,
    *,
    refuse: frozenset[str] = frozenset(),
    only: frozenset[str] = frozenset(),
    installed: Path | None = None,
) -> tuple[int, str, str]:
    """Judge a good bridge of four repetitions.

    Returns how many were found, which formcheck did it, and what it said of a video.

    folder: for the landmarks. refuse: packages that cannot be imported. only: the only
    ones beside the standard library that can; any where empty. installed: where
    formcheck is, if not where it is here.
    """
    rec = recorded("bridge_good")
    held = {name: np.asarray(value) for name, value in rec.flat.items()}
    np.savez(folder / "landmarks.npz", **held)  # type: ignore[arg-type]
    words = [str(folder / "landmarks.npz"), " ".join(refuse), " ".join(only)]
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", _SCRIPT, *words],
        env=os.environ | ({"PYTHONPATH": str(installed)} if installed else {}),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0 and not run.stderr, run.stderr
    said, where, reps = run.stdout.splitlines()
    return int(reps), where, said
