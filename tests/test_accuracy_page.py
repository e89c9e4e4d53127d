"""docs/accuracy.md shows what is found now, and leaves no stretch out."""

from __future__ import annotations

import json

from benchmarks.accuracy_page import PAGE, angle_part, shipped_errors
from benchmarks.peers import figures as peers
from benchmarks.real import figures
from benchmarks.real_page import real_part
from formcheck.resources import accuracy_file
from tests.shelf import SPECS

AGAIN = "run `python -m benchmarks.accuracy --write`"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_opens_with_real_people_as_their_figures_were_kept() -> None:
    assert figures.read() and peers.read()
    head, _ = TEXT.split("## Rendered people")
    assert head.endswith(f"# How well it judges\n\n{real_part()}\n"), AGAIN


def test_totals_of_several_folders_are_added_up() -> None:
    once = {
        "positives": 4,
        "exact": 3,
        "unsafe": 5,
        "good_form_min": 2.0,
        "negatives": 2,
        "negatives_counted": 1,
    }
    better = once | {"exact": 4}
    known = {
        "one": {"before": {"all": once}, "now": {"all": better}},
        "two": {"before": {"all": once}, "now": {"all": once, "kept_out": once}},
    }
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in real_part(known, {}).splitlines()
        if line.startswith("| ")
    ]
    exact = next(row for row in rows if row[0].endswith("plain to see: exact"))
    assert exact[1:3] == ["6 of 8", "7 of 8"]
    assert exact[6] == "3 of 4"
    (unsafe,) = (row for row in rows if "ease off" in row[0])
    assert unsafe[1:] == ["2.5", "2.5", "-", "-", "-", "2.5"]


def test_every_stretch_is_on_the_page_and_meets_its_bar() -> None:
    rows = TEXT.split("## By stretch")[1].split("## Hard cases")[0].splitlines()
    for spec in SPECS.values():
        (row,) = [r for r in rows if f"(stretches/{spec.id}.md)" in r]
        assert row.endswith("| yes |")


def test_the_angles_on_the_page_are_those_of_now() -> None:
    bridge = [SPECS["bridge"]]
    *_, row = angle_part(bridge).splitlines()
    assert row in TEXT, AGAIN


def test_the_report_is_given_the_errors_of_the_page() -> None:
    known = json.loads(accuracy_file().read_text(encoding="utf-8"))
    bridge = [SPECS["bridge"]]
    assert shipped_errors(bridge)["bridge"] == known["bridge"]
    for mean, high in known["bridge"].values():
        assert f"{mean:.1f} / {high:.1f}" in TEXT
    for each in known:
        assert f"(stretches/{each}.md)" in TEXT
