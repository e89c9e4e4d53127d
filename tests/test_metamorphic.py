"""The benchmark of what is filmed otherwise: its changes and what they are called."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from benchmarks.metamorphic import (
    KINDS,
    Became,
    Clip,
    Kind,
    Verdict,
    compare,
    compared,
    judged,
    main,
    rolled,
    sample_clips,
)
from formcheck.core.words.reasons import Reason

CLIP = "standing_back_extension_good"
WHOLE = Verdict("judged", 3, 0, 3, 9.0, (), ())


@cache
def standing() -> Clip:
    """Of somebody who bends back, standing."""
    return next(clip for clip in sample_clips() if clip.name == CLIP)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_person_who_stands_is_judged_alike_by_a_rolled_camera(kind: Kind) -> None:
    """At 10 degrees it was one hold of 19.7 s: of somebody who only stood."""
    clip = standing()
    before, after = judged(clip), judged(clip, kind)
    assert compared(before, after, kind.why) in (Became.SAME, Became.UNKNOWN)
    if kind.picture is not None or kind.name.endswith("10"):
        assert compared(before, after, kind.why) is Became.SAME


def test_there_and_back_is_nothing() -> None:
    for seen in list(standing().trace.observations())[:20]:
        again = rolled(-7)(rolled(7)(seen))
        if seen.pose is not None and again.pose is not None:
            assert np.allclose(seen.pose.image_xy, again.pose.image_xy, atol=1e-2)
            assert np.allclose(
                seen.pose.world_or_nan, again.pose.world_or_nan, atol=1e-4
            )


@pytest.mark.parametrize(
    ("after", "became"),
    [
        (WHOLE, Became.SAME),
        (replace(WHOLE, reps=4), Became.INVENTED),
        (replace(WHOLE, in_target_s=11.0), Became.INVENTED),
        (replace(WHOLE, holds=4), Became.INVENTED),
        (replace(WHOLE, flags=("bounce",)), Became.FLAGGED),
        (replace(WHOLE, reps=2), Became.LOST),
        (replace(WHOLE, reps=2, why=(Reason.TILTED,)), Became.UNKNOWN),
        (replace(WHOLE, reps=2, why=(Reason.HIDDEN,)), Became.LOST),
    ],
)
def test_what_became_of_a_verdict(after: Verdict, became: Became) -> None:
    assert compared(WHOLE, after, Reason.TILTED) is became


def test_a_flag_that_is_not_raised_any_more_is_told() -> None:
    before = replace(WHOLE, flags=("bounce",))
    assert compared(before, WHOLE, Reason.TILTED) is Became.UNFLAGGED


def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    clip = standing()
    first = list(compare([clip], KINDS[:1], kept))
    lines = kept.read_text().splitlines()
    assert len(lines) == 2
    # A trace that cannot be judged shows that nothing was judged again.
    broken = replace(clip, trace=None)  # type: ignore[arg-type]
    assert list(compare([broken], KINDS[:1], kept)) == first
    assert kept.read_text().splitlines() == lines


def test_an_unknown_change_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--only", "nothing like it"])
    assert stop.value.code == 2
    assert "no such change" in capsys.readouterr().err
