"""Where a body's centre of mass is, from the joints in the picture.

Shares of the mass are those of Winter 2009, Biomechanics and Motor Control of Human
Movement, table 4.1: head 0.081, trunk 0.497, thighs 0.200, shanks 0.093, feet 0.029,
arms 0.100. Each segment's is shared out to its ends by where its own centre lies.
"""

from __future__ import annotations

from formcheck.core.body.body import Body
from formcheck.core.body.geometry import Point
from formcheck.core.body.landmarks import Joint

__all__ = ["centre_of_mass"]

_SHARES = (
    (Joint.HIP, 0.5 * 0.497 + 0.567 * 0.200),
    (Joint.SHOULDER, 0.5 * 0.497 + 0.5 * 0.100),
    (Joint.EAR, 0.081),
    (Joint.KNEE, 0.433 * 0.200 + 0.567 * 0.093),
    (Joint.ANKLE, 0.433 * 0.093),
    (Joint.WRIST, 0.5 * 0.100),
    (Joint.HEEL, 0.5 * 0.029),
    (Joint.FOOT_INDEX, 0.5 * 0.029),
)


def centre_of_mass(body: Body) -> Point:
    """Return where it is, px."""
    at = [(body.middle(joint), share) for joint, share in _SHARES]
    whole = sum(share for _, share in at)
    x = sum(point[0] * share for point, share in at) / whole
    y = sum(point[1] * share for point, share in at) / whole
    return x, y
