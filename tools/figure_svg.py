"""The moving figure of a stretch as one SVG file, for pages that run no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Point = Sequence[float]

_PX = 320
_HEAD_R = 0.045
_FLOOR_BELOW = 0.03
"""As src/formcheck/web/static/figure.js draws them, in shares of the picture."""

_REST_S = 1.1
_SLOWER = 1.2
_EVERY = 2
"""Every second frame: SVG joins them with straight lines."""


def moving_figure(figure: Mapping[str, Any], title: str) -> str:
    """Return an SVG that plays the figure's frames to and fro.

    figure: as in data/figures: `frames` of points from 0 to 1, `bones` between them,
    and which bones are on the far side.
    """
    frames: list[list[Point]] = figure["frames"]
    kept = [*frames[:-1:_EVERY], frames[-1]]
    floor = _px(max(y for frame in frames for _, y in frame) + _FLOOR_BELOW)
    far = set(figure.get("far", ()))
    bones = {
        side: [
            b for i, b in enumerate(figure["bones"]) if (i in far) is (side == "far")
        ]
        for side in ("far", "near")
    }
    there_s = figure["step_s"] * (len(frames) - 1) * _SLOWER
    times = _times(len(kept), there_s)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_PX} {_PX}" '
        f'width="{_PX}" height="{_PX}" role="img">',
        f"<title>{title}</title>",
        f'<rect width="{_PX}" height="{_PX}" rx="8" fill="#f4f1ea"/>',
        f'<path d="M6 {floor}H{_PX - 6}" stroke="#c9c2b2" stroke-width="3"/>',
        '<g fill="none" stroke-width="9" stroke-linecap="round">',
    ]
    for side, colour in (("far", "#9fb3c8"), ("near", "#16324f")):
        if bones[side]:
            shapes = [_path(frame, bones[side]) for frame in kept]
            lines += [
                f'<path stroke="{colour}" d="{shapes[0]}">',
                _animate("d", shapes, times, there_s),
                "</path>",
            ]
    xs = [_px(frame[0][0]) for frame in kept]
    ys = [_px(frame[0][1]) for frame in kept]
    lines += [
        "</g>",
        f'<circle r="{_px(_HEAD_R)}" cx="{xs[0]}" cy="{ys[0]}" fill="#16324f">',
        _animate("cx", xs, times, there_s),
        _animate("cy", ys, times, there_s),
        "</circle>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _px(share: float) -> str:
    return f"{share * _PX:.0f}"


def _path(points: Sequence[Point], bones: Sequence[Sequence[int]]) -> str:
    at = [f"{_px(x)} {_px(y)}" for x, y in points]
    return "".join(f"M{at[a]}L{at[b]}" for a, b in bones)


def _times(count: int, there_s: float) -> list[float]:
    """When each frame is shown, as a share of there, rest, back and rest."""
    whole_s = 2 * (there_s + _REST_S)
    there = [there_s * i / (count - 1) / whole_s for i in range(count)]
    back = [0.5 + share for share in there]
    return [*there, *back, 1.0]


def _animate(
    name: str, values: Sequence[str], times: Sequence[float], there_s: float
) -> str:
    there_and_back = [*values, *reversed(values), values[0]]
    shares = ";".join(f"{share:.3f}".rstrip("0").rstrip(".") for share in times)
    return (
        f'<animate attributeName="{name}" dur="{2 * (there_s + _REST_S):.1f}s" '
        f'repeatCount="indefinite" keyTimes="{shares}" '
        f'values="{";".join(there_and_back)}"/>'
    )
