"""docs/accuracy.md shows what is found now, and leaves no stretch out."""

from __future__ import annotations

import json

from benchmarks.accuracy_page import PAGE, angle_part, shipped_errors
from formcheck.resources import accuracy_file, poses_dir
from formcheck.stretches.loading import list_stretches

AGAIN = "run `python -m benchmarks.accuracy --write`"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_stretch_is_on_the_page_and_meets_its_bar() -> None:
    rows = TEXT.split("## By stretch")[1].split("## Hard cases")[0].splitlines()
    for spec in list_stretches(poses_dir()):
        (row,) = [r for r in rows if f"(stretches/{spec.id}.md)" in r]
        assert row.endswith("| yes |")


def test_the_angles_on_the_page_are_those_of_now() -> None:
    bridge = [s for s in list_stretches(poses_dir()) if s.id == "bridge"]
    *_, row = angle_part(bridge).splitlines()
    assert row in TEXT, AGAIN


def test_the_report_is_given_the_errors_of_the_page() -> None:
    known = json.loads(accuracy_file().read_text(encoding="utf-8"))
    bridge = [s for s in list_stretches(poses_dir()) if s.id == "bridge"]
    assert shipped_errors(bridge)["bridge"] == known["bridge"]
    for mean, high in known["bridge"].values():
        assert f"{mean:.1f} / {high:.1f}" in TEXT
    for each in known:
        assert f"(stretches/{each}.md)" in TEXT
