"""The line of the back, read off the outline of the silhouette.

No landmark lies on the spine. Seen from the side, the edge of the segmentation mask on
the side away from the knees does show it: rounded (cat) or hollow (cow).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.core.body.landmarks import Joint
from formcheck.core.body.numbers import OutlineNumbers
from formcheck.core.body.observation import OUTLINE_POINTS, BackOutline, OutlineReason

__all__ = ["CHORD_SPAN", "read_outline", "round_index"]

CHORD_SPAN = 0.95
"""The outline is sought from the hips to this share of the hip-shoulder chord; beyond
it the shoulder and the hair take over."""


def _missing(reason: OutlineReason) -> BackOutline:
    return BackOutline(np.full(OUTLINE_POINTS, np.nan, np.float32), reason)


def read_outline(
    mask: NDArray[np.float32] | None,
    image_xy: NDArray[np.float32],
    visibility: NDArray[np.float32],
    numbers: OutlineNumbers,
) -> BackOutline:
    """Walk along the hip-shoulder chord and find the mask's edge on the back's side.

    mask: (h, w) 0..1, how much each pixel belongs to the person; None without one.
    image_xy: (33, 2) px of the mask's own grid. visibility: (33,) 0..1.

    Method: ours, tried on two real cat-cow clips and three rendered bodies (see
    `round_index`).
    """
    if mask is None:
        return _missing(OutlineReason.NO_MASK)
    pairs = {
        j: image_xy[int(j) : int(j) + 2]
        for j in (Joint.HIP, Joint.SHOULDER, Joint.KNEE)
    }
    for joint in (Joint.HIP, Joint.SHOULDER):
        if visibility[int(joint) : int(joint) + 2].max() < numbers.min_visibility:
            return _missing(OutlineReason.HIDDEN)
    hip, shoulder, knee = (
        pairs[j].mean(0) for j in (Joint.HIP, Joint.SHOULDER, Joint.KNEE)
    )
    chord = shoulder - hip
    length = float(np.hypot(*chord))
    if not np.isfinite(length) or length < numbers.min_chord_px:
        return _missing(OutlineReason.SHORT_CHORD)
    outward = np.array([chord[1], -chord[0]]) / length
    if float((knee - hip) @ outward) > 0:
        outward = -outward
    return _trace(mask, hip, chord, outward, length, numbers)


def _trace(
    mask: NDArray[np.float32],
    hip: NDArray[np.float32],
    chord: NDArray[np.float32],
    outward: NDArray[np.float64],
    length: float,
    numbers: OutlineNumbers,
) -> BackOutline:
    height, width = mask.shape
    along = np.linspace(0.0, CHORD_SPAN, OUTLINE_POINTS)
    steps_px = np.arange(0.0, numbers.reach * length, 1.0)
    points = (
        (hip + along[:, None, None] * chord + steps_px[None, :, None] * outward)
        .round()
        .astype(np.intp)
    )
    x, y = points[..., 0], points[..., 1]
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    on_body = np.zeros(inside.shape, bool)
    on_body[inside] = mask[y[inside], x[inside]] >= numbers.mask
    edge = np.argmin(on_body, axis=1)  # the first step that is off the body
    rows = np.arange(OUTLINE_POINTS)
    off_picture = ~inside[rows, edge]
    unbounded = on_body[rows, edge]  # all on the body: no edge within reach
    offsets = (edge / length).astype(np.float32)
    offsets[off_picture | unbounded | (edge == 0)] = np.nan
    if off_picture.sum() > numbers.off_picture:
        return BackOutline(offsets, OutlineReason.OFF_PICTURE)
    found = np.isfinite(offsets)
    if found.sum() < numbers.min_found * OUTLINE_POINTS:
        return BackOutline(offsets, OutlineReason.CUT)
    if np.abs(np.diff(offsets[found])).max() > numbers.max_step:
        return BackOutline(offsets, OutlineReason.CUT)
    return BackOutline(offsets, OutlineReason.OK)


_ALONG = np.linspace(0.0, CHORD_SPAN, OUTLINE_POINTS)
_BASIS = np.stack([_ALONG**2, _ALONG, np.ones(OUTLINE_POINTS)], axis=1)
_FIT_ALL = np.linalg.pinv(_BASIS)[0]


def round_index(back: BackOutline | None) -> float:
    """How round the back is: + rounded (cat), - hollow (cow), NaN where it is not seen.

    Minus the leading coefficient of a quadratic through the offsets, over the chord
    length. In two real clips cat read +0.5..+0.6 and cow -0.3..-0.45; bodies differ by
    an offset of their own, so it is read against the person's own reference.
    """
    if back is None or back.reason is not OutlineReason.OK:
        return float("nan")
    found = np.isfinite(back.offsets)
    if found.all():
        return -float(_FIT_ALL @ back.offsets)
    return -float(np.linalg.lstsq(_BASIS[found], back.offsets[found], rcond=None)[0][0])
