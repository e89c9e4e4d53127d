"""Stick figures as SVG text: a body's landmarks, without a picture of the person."""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, pi, sin
from typing import Any

from formcheck.core.body.body import Body
from formcheck.core.body.landmarks import BONES, Joint, Side, joint_index

__all__ = ["draw_figure"]

_INK, _FAR, _AMBER, _TEAL = "#12303a", "#a9b8bd", "#b45f06", "#0b7a75"
_SIZE = (240, 150)
_PAD = 0.10

Point = tuple[float, float]


def draw_figure(
    body: Body, arcs: list[dict[str, Any]], back: list[list[float]] | None, *, text: str
) -> str:
    """Draw one body in a frame of its own, with the joint angles given.

    arcs, back: as `core.judge.overlay` gives them, in shares of the picture. text: what
    the drawing shows, for people who cannot see it.
    """
    width, height = _SIZE
    body = body.as_pictured
    seen = [
        p for p, v in zip(body.points, body.visibility, strict=True) if v >= 0.3
    ] or body.points
    left, right = min(x for x, _ in seen), max(x for x, _ in seen)
    top, bottom = min(y for _, y in seen), max(y for _, y in seen)
    scale = (1 - 2 * _PAD) * min(
        width / max(right - left, 1), height / max(bottom - top, 1)
    )
    across, down = (left + right) / 2, (top + bottom) / 2

    def place(point: Point) -> Point:
        x = width / 2 + (point[0] - across) * scale
        return round(x, 1), round(height / 2 + (point[1] - down) * scale, 1)

    picture_w, picture_h = body.size_wh
    parts = [
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{_plain(text)}">'
    ]
    for side, colour, thick in (
        (body.near.opposite, _FAR, 4),
        (body.near, _INK, 5.5),
    ):
        parts += _limbs(body, side, colour, thick, place)
    parts += _trunk_and_head(body, place, scale)
    if back:
        line = " ".join(
            "{},{}".format(*place((x * picture_w, y * picture_h))) for x, y in back
        )
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{_TEAL}" '
            'stroke-width="3" stroke-dasharray="5 3"/>'
        )
    for arc in arcs[:1]:
        ends = [
            place((arc[k][0] * picture_w, arc[k][1] * picture_h))
            for k in ("from", "at", "to")
        ]
        parts += _arc(ends[0], ends[1], ends[2], arc["deg"])
    parts.append("</svg>")
    return "".join(parts)


def _limbs(body: Body, side: Side, colour: str, thick: float, place: Any) -> list[str]:
    found = []
    for a, b in BONES:
        if (a, b) == (Joint.SHOULDER, Joint.HIP):
            continue
        ends = [joint_index(joint, side) for joint in (a, b)]
        if min(body.visibility[i] for i in ends) < body.numbers.seen.min_visibility:
            continue
        (x1, y1), (x2, y2) = (place(body.points[i]) for i in ends)
        found.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" '
            f'stroke-width="{thick}" stroke-linecap="round"/>'
        )
    return found


def _trunk_and_head(body: Body, place: Any, scale: float) -> list[str]:
    (hx, hy), (sx, sy) = (
        place(body.middle(joint)) for joint in (Joint.HIP, Joint.SHOULDER)
    )
    ex, ey = place(body.middle(Joint.EAR))
    size = round(max(6.0, min(17.0, body.torso_px * scale * 0.2)), 1)
    return [
        f'<line x1="{hx}" y1="{hy}" x2="{sx}" y2="{sy}" stroke="{_INK}" '
        'stroke-width="7" stroke-linecap="round"/>',
        f'<line x1="{sx}" y1="{sy}" x2="{ex}" y2="{ey}" stroke="{_INK}" '
        'stroke-width="5" stroke-linecap="round"/>',
        f'<circle cx="{ex}" cy="{ey}" r="{size}" fill="{_INK}"/>',
    ]


def _arc(start: Point, at: Point, end: Point, deg: float) -> list[str]:
    radius = min(24.0, hypot(start[0] - at[0], start[1] - at[1]) * 0.6)
    one = atan2(start[1] - at[1], start[0] - at[0])
    two = atan2(end[1] - at[1], end[0] - at[0])
    turn = (two - one + pi) % (2 * pi) - pi
    if deg > 180:  # the other way round
        turn -= 2 * pi if turn > 0 else -2 * pi
    x1, y1 = at[0] + radius * cos(one), at[1] + radius * sin(one)
    x2, y2 = at[0] + radius * cos(two), at[1] + radius * sin(two)
    middle = one + turn / 2
    tx = at[0] + (radius + 16) * cos(middle)
    ty = at[1] + (radius + 16) * sin(middle) + 5
    tx = min(max(tx, 16), _SIZE[0] - 16)
    ty = min(max(ty, 14), _SIZE[1] - 4)
    large = int(abs(degrees(turn)) > 180)
    return [
        f'<path d="M{x1:.1f} {y1:.1f}A{radius:.1f} {radius:.1f} 0 {large} '
        f'{int(turn > 0)} {x2:.1f} {y2:.1f}" fill="none" stroke="{_AMBER}" '
        'stroke-width="3.5"/>',
        f'<text x="{tx:.1f}" y="{ty:.1f}" text-anchor="middle" font-size="15" '
        f'font-weight="700" fill="{_AMBER}" stroke="#fff" stroke-width="3.5" '
        f'paint-order="stroke">{deg:.0f}°</text>',
    ]


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
