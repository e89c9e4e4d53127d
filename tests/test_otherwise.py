"""Filmed or played otherwise: what the changes do, and what becomes of a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from benchmarks.metamorphic import Became, Clip, Verdict, became, judged, sample_clips
from benchmarks.otherwise import FILMINGS, PLAYINGS, Filming
from benchmarks.transforms import Filmed
from formcheck.edges.sources import Frame

CLIP = "childs_pose_good"
WHOLE = Verdict("judged", 3, 0, 3, 9.0, (), ())
SIZE_WH = (96, 72)
ABOUT = Filmed(0.0, 1.0, 30.0, SIZE_WH, (30.0, 10.0, 60.0, 60.0), Path("nobody.mp4"))
KINDS = {kind.name: kind for kind in (*FILMINGS, *PLAYINGS)}


def frames() -> Iterator[Frame]:
    y, x = np.indices(SIZE_WH[::-1])
    for number in range(30):
        grey = 90 + 40 * np.sin(x / 9) + 30 * np.cos(y / 7) + number
        image = np.repeat(grey[..., None], 3, axis=2).astype(np.uint8)
        yield Frame(number / 30, image)


def filmed(name: str) -> list[Frame]:
    kind = KINDS[name]
    assert isinstance(kind, Filming)
    assert kind.transform is not None
    return list(kind.transform(frames(), ABOUT))


@cache
def clip() -> Clip:
    """Of somebody who sinks back on their heels."""
    return next(one for one in sample_clips() if one.name == CLIP)


@cache
def as_it_is() -> Verdict:
    return judged(clip())


@pytest.mark.parametrize("name", ["fps10", "dropped", "half_speed", "thrice"])
def test_a_clip_played_otherwise_is_judged_the_same(name: str) -> None:
    kind = KINDS[name]
    assert became(as_it_is(), judged(clip(), kind), kind) is Became.SAME


@pytest.mark.parametrize(
    "name", [kind.name for kind in FILMINGS if kind.name != "beside"]
)
def test_pictures_stay_in_order_and_of_one_size(name: str) -> None:
    found = filmed(name)
    assert len(found) >= 30
    assert (np.diff([frame.time_s for frame in found]) > -1e-9).all()
    assert len({frame.image_bgr.shape for frame in found}) == 1
    assert {frame.image_bgr.dtype for frame in found} == {np.dtype(np.uint8)}


def test_what_is_put_in_lasts_as_long_as_it_says() -> None:
    for name, more_s in (("black", 2.0), ("frozen", 2.0), ("still_before", 10.0)):
        assert filmed(name)[-1].time_s == pytest.approx(29 / 30 + more_s)
    black = [frame for frame in filmed("black") if not frame.image_bgr.any()]
    assert len(black) == 60


def test_a_bump_comes_half_way_and_leaves_the_camera_off() -> None:
    before, after = list(frames()), filmed("bump")
    same = [
        np.array_equal(a.image_bgr, b.image_bgr)
        for a, b in zip(before, after, strict=True)
    ]
    assert same == [True] * 15 + [False] * 15


@pytest.mark.parametrize(
    ("name", "after", "found"),
    [
        ("black", WHOLE, Became.SAME),
        ("black", replace(WHOLE, reps=2), Became.LOST),
        ("black", replace(WHOLE, reps=2, why=("no pictures",)), Became.UNKNOWN),
        ("black", replace(WHOLE, reps=2, smaller=1), Became.UNKNOWN),
        ("black", replace(WHOLE, reps=4), Became.INVENTED),
        ("still_before", replace(WHOLE, in_target_s=19.0), Became.SAME),
        ("still_before", replace(WHOLE, in_target_s=24.0), Became.INVENTED),
        ("thrice", WHOLE, Became.LOST),
        (
            "thrice",
            replace(WHOLE, reps=9, holds=9, in_target_s=27.0),
            Became.SAME,
        ),
        ("half_speed", replace(WHOLE, in_target_s=24.0), Became.SAME),
        ("half_speed", replace(WHOLE, reps=4), Became.INVENTED),
        ("double_speed", replace(WHOLE, reps=1, smaller=2, holds=0), Became.SAME),
        ("double_speed", replace(WHOLE, reps=2, told=1), Became.UNKNOWN),
        ("double_speed", replace(WHOLE, reps=2), Became.LOST),
    ],
)
def test_what_becomes_of_a_verdict(name: str, after: Verdict, found: Became) -> None:
    assert became(WHOLE, after, KINDS[name]) is found
