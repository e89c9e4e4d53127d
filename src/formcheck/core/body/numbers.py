"""The numbers that a body is believed and read by; see `poses/judging/judging.toml`,
which says of each what it means, its unit, its bounds and where it comes from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

__all__ = ["BodyNumbers", "CalibrationNumbers", "FacingNumbers", "LegNumbers"]
__all__ += ["LevelNumbers", "OutlineNumbers"]
__all__ += ["PostureNumbers", "SeenNumbers", "StrangerNumbers", "TrackingNumbers"]
__all__ += ["WorkingNumbers"]


@dataclass(frozen=True, slots=True)
class TrackingNumbers:
    """Whether it is the same person, in the picture and near enough."""

    min_torso: float
    edge: float
    jump: float
    resize: float
    resize_in_all: float
    same_place: float
    same_size: float
    away_s: float
    roam: float
    settles_s: float
    near_tau_s: float
    view_tau_s: float


@dataclass(frozen=True, slots=True)
class StrangerNumbers:
    """Who in the picture is somebody else."""

    step: float
    forget_looks: int


@dataclass(frozen=True, slots=True)
class WorkingNumbers:
    """Which side works."""

    lead_deg: float
    for_s: float
    doubt_deg: float


@dataclass(frozen=True, slots=True)
class LegNumbers:
    """Whether the model has taken one leg for the other."""

    together: float
    moved: float
    nearer: float


@dataclass(frozen=True, slots=True)
class SeenNumbers:
    """What counts as seen, and as hidden."""

    min_visibility: float
    hides: float
    behind_trunk_deg: float


@dataclass(frozen=True, slots=True)
class FacingNumbers:
    """Which side is towards the camera: weights of three witnesses, and what each reads
    when it is sure.
    """

    depth_weight: float
    depth_m: float
    face_weight: float
    face: float
    knees_weight: float
    knees: float


@dataclass(frozen=True, slots=True)
class PostureNumbers:
    """The shapes of the seven postures."""

    lying_from_deg: float
    lying_to_deg: float
    upright_deg: float
    standing_deg: float
    standing_ankle: float
    standing_knee: float
    standing_shank: float
    seated_knee: float
    seated_shank: float
    seated_ankle: float
    floor_knee: float
    floor_ankle: float
    kneeling_knee: float
    kneeling_shank: float
    quadruped_knee: float
    quadruped_wrist: float
    quadruped_shank: float
    supine_knee: float
    prone_from_deg: float
    prone_to_deg: float
    prone_knee: float


@dataclass(frozen=True, slots=True)
class BaseNumbers:
    """What a body rests on: see `base.py`."""

    lying_deg: float
    inverted_deg: float
    back_deg: float
    hand: float
    spread: float
    ahead: float
    behind: float
    shank: float
    feet_ankle: float
    feet_knee: float
    low_ankle: float
    seat_knee: float
    floor_leg: float
    split_knee: float
    heel: float
    heels_leg: float
    kneeling_knee: float
    kneeling_shank: float
    back_knee: float
    back_ankle: float
    front_knee: float
    front_ankle: float
    square_deg: float
    towards_deg: float


@dataclass(frozen=True, slots=True)
class LevelNumbers:
    """How far the camera is rolled: see `level.py`."""

    level_deg: float
    most_deg: float
    room_sure_deg: float
    room_square_deg: float
    room_view_deg: float
    room_still_deg: float
    agree_deg: float
    calm_s: float
    calm_deg: float
    settles_s: float
    spread_deg: float
    standing_deg: float
    front_deg: float
    floor_deg: float
    square_deg: float
    mass_behind_deg: float
    sole_deg: float
    hand_deg: float
    heel_deg: float
    toes_deg: float
    thigh_deg: float
    tall_deg: float
    feet_down: float


@dataclass(frozen=True, slots=True)
class OutlineNumbers:
    """When the outline of the back can be read."""

    reach: float
    min_chord_px: float
    min_visibility: float
    mask: float
    off_picture: int
    min_found: float
    max_step: float


@dataclass(frozen=True, slots=True)
class CalibrationNumbers:
    """How far too high the model puts the hips, by posture; see `calibration.py`."""

    standing: float
    seated: float
    floor: float
    kneeling: float
    quadruped: float
    supine: float
    prone: float

    @property
    def digest(self) -> str:
        """64 hex digits that change with any of them."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class BodyNumbers:
    """All of this room."""

    tracking: TrackingNumbers
    strangers: StrangerNumbers
    working: WorkingNumbers
    legs: LegNumbers
    seen: SeenNumbers
    facing: FacingNumbers
    posture: PostureNumbers
    base: BaseNumbers
    level: LevelNumbers
    outline: OutlineNumbers
    calibration: CalibrationNumbers
