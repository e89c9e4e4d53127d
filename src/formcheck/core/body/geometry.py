"""Points to degrees and lengths, in px of the picture (x right, y down).

Plain floats: a frame has a dozen angles, and numpy's overhead would be most of the
cost. Angles are never taken in coordinates normalised by width and height, which bend a
true 90 degrees to anything from 59 to 121.
"""

from __future__ import annotations

from math import acos, atan2, cos, degrees, hypot, nan, radians, sin

__all__ = ["Point", "distance", "from_up_deg", "included_deg", "midpoint"]
__all__ += ["to_segment", "turn_deg", "turned"]

Point = tuple[float, float]


def distance(a: Point, b: Point) -> float:
    """Return the distance from a to b, px."""
    return hypot(b[0] - a[0], b[1] - a[1])


def to_segment(point: Point, a: Point, b: Point) -> float:
    """Return the distance from a point to the line between a and b, px."""
    along_x, along_y = b[0] - a[0], b[1] - a[1]
    length2 = along_x**2 + along_y**2
    share = 0.0
    if length2 > 0:
        dot = (point[0] - a[0]) * along_x + (point[1] - a[1]) * along_y
        share = max(0.0, min(1.0, dot / length2))
    return distance(point, (a[0] + share * along_x, a[1] + share * along_y))


def midpoint(a: Point, b: Point) -> Point:
    """Return the point half way between a and b."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def included_deg(a: Point, vertex: Point, b: Point) -> float:
    """The angle at `vertex` between a and b, 0..180 degrees; NaN where they
    coincide.
    """
    ax, ay = a[0] - vertex[0], a[1] - vertex[1]
    bx, by = b[0] - vertex[0], b[1] - vertex[1]
    lengths = hypot(ax, ay) * hypot(bx, by)
    if not lengths > 0:
        return nan
    return degrees(acos(max(-1.0, min(1.0, (ax * bx + ay * by) / lengths))))


def turn_deg(u: Point, v: Point) -> float:
    """Return the turn from u to v, -180..180 degrees, + clockwise on the screen."""
    return degrees(atan2(u[0] * v[1] - u[1] * v[0], u[0] * v[0] + u[1] * v[1]))


def from_up_deg(v: Point) -> float:
    """Return a direction against upright, -180..180 degrees, + to the right."""
    return turn_deg((0.0, -1.0), v)


def turned(point: Point, deg: float, size_wh: tuple[int, int]) -> Point:
    """Turn a point about the middle of the picture, clockwise."""
    angle = radians(deg)
    x, y = point[0] - size_wh[0] / 2, point[1] - size_wh[1] / 2
    return (
        size_wh[0] / 2 + x * cos(angle) - y * sin(angle),
        size_wh[1] / 2 + x * sin(angle) + y * cos(angle),
    )
