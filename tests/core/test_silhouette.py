"""The line of the back, from painted silhouettes."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.core.body.landmarks import Joint
from formcheck.core.body.observation import BackOutline, OutlineReason
from formcheck.core.body.silhouette import read_outline, round_index
from tests.builders import QUADRUPED, back_outline, pose_of
from tests.numbers import SHIPPED

HIP, SHOULDER = (150.0, 200.0), (350.0, 200.0)
CHORD = 200.0
THICK = 0.25
"""How far the back lies outside the chord, in chord lengths."""


def landmarks() -> NDArray[np.float32]:
    """On hands and knees, head to the right: hips, shoulders, and knees below."""
    xy = np.zeros((33, 2), np.float32)
    for joint, at in {
        Joint.HIP: HIP,
        Joint.SHOULDER: SHOULDER,
        Joint.KNEE: (HIP[0], HIP[1] + 120),
    }.items():
        xy[int(joint) : int(joint) + 2] = at
    return xy


def painted(
    curvature: float, size_wh: tuple[int, int] = (500, 400)
) -> NDArray[np.float32]:
    """A body whose back has that curvature: all below the line of the back."""
    y, x = np.indices((size_wh[1], size_wh[0]), np.float32)
    along = (x - HIP[0]) / CHORD
    offset = THICK - curvature * (along - 0.475) ** 2
    above_px = HIP[1] - y
    body = (above_px < offset * CHORD) & (y < 330)
    return body.astype(np.float32)


SEEN = np.full(33, 0.9, np.float32)


@pytest.mark.parametrize("curvature", [0.6, 0.3, 0.0, -0.3, -0.45])
def test_curvature_is_read_off_the_edge(curvature: float) -> None:
    outline = read_outline(painted(curvature), landmarks(), SEEN, SHIPPED.body.outline)
    assert outline.reason is OutlineReason.OK
    assert np.isfinite(outline.offsets).all()
    assert round_index(outline) == pytest.approx(curvature, abs=0.04)


def test_facing_the_other_way_reads_the_same() -> None:
    mask, xy = painted(0.4), landmarks()
    xy[:, 0] = mask.shape[1] - 1 - xy[:, 0]
    other = read_outline(
        np.ascontiguousarray(mask[:, ::-1]), xy, SEEN, SHIPPED.body.outline
    )
    assert round_index(other) == pytest.approx(0.4, abs=0.04)


@pytest.mark.parametrize("scale", [0.5, 2])
def test_it_is_a_ratio_of_the_chord(scale: float) -> None:
    big = int(500 * scale), int(400 * scale)
    y, x = (np.indices((big[1], big[0])) / scale).astype(int)
    mask = painted(0.4)[y, x]
    outline = read_outline(
        mask, landmarks() * np.float32(scale), SEEN, SHIPPED.body.outline
    )
    assert round_index(outline) == pytest.approx(0.4, abs=0.06)


def test_an_arm_over_the_back_cuts_the_line() -> None:
    mask = painted(0.2)
    mask[90:200, 240:280] = 1.0  # an arm that stands up from the middle
    outline = read_outline(mask, landmarks(), SEEN, SHIPPED.body.outline)
    assert outline.reason is OutlineReason.CUT
    assert isnan(round_index(outline))


def test_what_hides_a_little_of_it_beyond_reach_is_left_out() -> None:
    mask = painted(0.2)
    mask[:200, 240:280] = 1.0  # somebody's arm from above
    outline = read_outline(mask, landmarks(), SEEN, SHIPPED.body.outline)
    assert 0 < np.isnan(outline.offsets).sum() < 8
    assert round_index(outline) == pytest.approx(0.2, abs=0.04)


def test_a_body_that_goes_on_beyond_reach_has_no_edge() -> None:
    mask = painted(0.2)
    mask[:200, 150:330] = 1.0  # a wall of the same colour
    assert (
        read_outline(mask, landmarks(), SEEN, SHIPPED.body.outline).reason
        is OutlineReason.CUT
    )


def test_a_mask_that_lies_elsewhere_has_no_edge() -> None:
    assert (
        read_outline(painted(0.2) * 0, landmarks(), SEEN, SHIPPED.body.outline).reason
        is OutlineReason.CUT
    )


def test_a_back_at_the_edge_of_the_picture_is_not_seen() -> None:
    mask, xy = painted(0.3)[160:], landmarks()
    xy[:, 1] -= 160  # the back's edge lies above the picture
    assert (
        read_outline(mask, xy, SEEN, SHIPPED.body.outline).reason
        is OutlineReason.OFF_PICTURE
    )


def test_without_a_mask_there_is_no_line() -> None:
    outline = read_outline(None, landmarks(), SEEN, SHIPPED.body.outline)
    assert outline.reason is OutlineReason.NO_MASK
    assert outline.offsets.shape == (32,)
    assert np.isnan(outline.offsets).all()


@pytest.mark.parametrize("joint", [Joint.HIP, Joint.SHOULDER])
def test_hidden_ends_are_no_chord(joint: Joint) -> None:
    seen = SEEN.copy()
    seen[int(joint) : int(joint) + 2] = 0.1
    assert (
        read_outline(painted(0), landmarks(), seen, SHIPPED.body.outline).reason
        is OutlineReason.HIDDEN
    )
    seen[int(joint)] = 0.9  # one of the pair will do
    assert (
        read_outline(painted(0), landmarks(), seen, SHIPPED.body.outline).reason
        is OutlineReason.OK
    )


def test_a_chord_along_the_cameras_line_is_too_short() -> None:
    xy = landmarks()
    xy[int(Joint.SHOULDER) : int(Joint.SHOULDER) + 2] = (160, 200)
    assert (
        read_outline(painted(0), xy, SEEN, SHIPPED.body.outline).reason
        is OutlineReason.SHORT_CHORD
    )


def test_a_few_missing_points_do_no_harm() -> None:
    whole = back_outline(0.35)
    offsets = whole.offsets.copy()
    offsets[[0, 7, 8, 30]] = np.nan
    assert round_index(BackOutline(offsets, OutlineReason.OK)) == pytest.approx(
        0.35, abs=1e-3
    )


@pytest.mark.parametrize("reason", [r for r in OutlineReason if r.value])
def test_what_is_not_seen_has_no_curvature(reason: OutlineReason) -> None:
    assert isnan(round_index(BackOutline(back_outline(0.3).offsets, reason)))
    assert isnan(round_index(None))


def test_a_posed_figure_shows_the_outline_it_was_given() -> None:
    assert round_index(pose_of(replace(QUADRUPED, back=0.22)).back) == pytest.approx(
        0.22, abs=1e-4
    )
