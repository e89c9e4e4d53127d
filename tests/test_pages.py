"""docs/stretches/ says what the stretch files say: nobody edits it by hand."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

import cv2
import pytest

from formcheck.app.terminal.stretch import sections
from formcheck.core.stretch.spec import StretchSpec
from tests.shelf import SPECS as SHELF
from tools import make_pages
from tools.make_pages import PAGES, everything, has_clip, page, picture

SPECS = SHELF.values()
AGAIN = "run `python -m tools.make_pages` after changing poses/"


@pytest.mark.parametrize(("name", "text"), everything().items(), ids=lambda v: v[:30])
def test_a_page_is_what_the_tool_writes(name: str, text: str) -> None:
    path = PAGES / name
    assert path.exists(), AGAIN
    assert path.read_text(encoding="utf-8") == text, AGAIN


def test_no_page_is_left_of_a_stretch_that_is_gone() -> None:
    assert {path.name for path in PAGES.glob("*.md")} == set(everything())


def test_a_moving_figure_is_what_the_tool_writes() -> None:
    written = {path.name: path.read_text("utf-8") for path in PAGES.glob("*.svg")}
    assert written == make_pages.figures(), AGAIN


def test_a_moving_figure_moves_all_that_it_draws() -> None:
    for text in make_pages.figures().values():
        drawing = fromstring(text)
        moved = [one for one in drawing.iter() if one.tag.endswith("animate")]
        assert len(moved) in (3, 4)  # near and far limbs, the head to both sides
        for one in moved:
            values, times = one.get("values", ""), one.get("keyTimes", "")
            shares = [float(share) for share in times.split(";")]
            assert len(values.split(";")) == len(shares)
            assert shares == sorted(shares) and (shares[0], shares[-1]) == (0, 1)


def test_a_page_says_how_far_off_each_measure_may_be() -> None:
    for spec in SPECS:
        lines = make_pages.errors(spec)
        rows = [line for line in lines if line.startswith("| ")][1:]
        assert len(rows) == len(spec.measures)
        assert all(float(row.split(" | ")[1].rstrip("°")) > 0 for row in rows)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_a_page_has_all_that_the_file_says(spec: StretchSpec) -> None:
    found = {section.title: section for section in sections(spec, {}, {}, {})}
    said = "\n".join(
        line
        for section in found.values()
        for line in (*section.lines, *("|".join(row) for row in section.rows))
    )
    for text in (
        *spec.instructions,
        *spec.not_observable,
        *spec.contraindications,
        *spec.sources,
        spec.camera.advice,
        spec.hold.source,
        spec.reps.source,
        spec.tempo.cue,
        *(fault.cue for fault in spec.faults),
    ):
        assert text in said
    for clause in (*spec.start.clauses, *(spec.target.clauses if spec.target else ())):
        assert f"{clause.enter[0]:g} to {clause.enter[1]:g}" in said
    assert "unsafe" not in said.lower()
    assert len(found["What is flagged"].rows) == len(spec.faults) + 1


def test_a_stretch_with_a_clip_has_a_picture() -> None:
    for spec in SPECS:
        shown = page(spec, {}, {}, {})
        assert (f"({spec.id}.jpg)" in shown) is has_clip(spec)
        assert not has_clip(spec) or (PAGES / f"{spec.id}.jpg").exists(), AGAIN


@pytest.mark.parametrize(("stretch", "stills"), [("bridge", 2), ("cat_cow", 3)])
def test_a_picture_has_a_still_of_each_end(stretch: str, stills: int) -> None:
    (spec,) = [s for s in SPECS if s.id == stretch]
    row = picture(spec)
    assert row.shape[1] == stills * make_pages._WIDTH + (stills - 1) * 6
    kept = cv2.imread(str(PAGES / f"{stretch}.jpg"))
    assert kept is not None
    assert kept.shape == row.shape


def test_the_start_comes_before_the_target() -> None:
    for spec in SPECS:
        if has_clip(spec):
            times = make_pages._times(f"{spec.id}_good")
            assert times == sorted(times)
            truth = make_pages.SAMPLES / f"{spec.id}_good.truth.json"
            end_s = json.loads(truth.read_text(encoding="utf-8"))["duration_s"]
            assert 0 <= times[0] < times[-1] < end_s
