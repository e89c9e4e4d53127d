"""docs/accuracy.md: how well each stretch is judged, with its errors in the open.

`python -m benchmarks.accuracy --write` writes it; a test holds it to what is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.angles import ANGLES, angle_errors
from benchmarks.calibration import (
    SURE,
    Clip,
    changes,
    gains,
    overall,
    read_clips,
)
from benchmarks.real_page import real_part
from benchmarks.truth import (
    COARSE_TOLERANCE_S,
    HOLD_TOLERANCE_S,
    UNSAFE_WITHIN_S,
    Score,
    clip_names,
    read_truth,
    score,
    trace_path,
)
from benchmarks.verdicts import judge_clip
from formcheck.core.body.view import View
from formcheck.core.stretch.spec import Observability, StretchSpec
from formcheck.resources import accuracy_file, poses_dir
from formcheck.stretches.loading import list_stretches

PAGE = Path(__file__).resolve().parents[1] / "docs" / "accuracy.md"

_INTRO = f"""\
<!-- By `python -m benchmarks.accuracy --write`: edit benchmarks/accuracy_page.py. -->
# How well it judges

{{real}}
## Rendered people

Every stretch has a clip that is done well and one with scripted faults (a guided timer
has one clip), of rendered people of different builds, and a script that says what
happens when. The clips are judged from what the pose model saw in them.

Asked for in classes A and B: repetitions exact, holds within
{HOLD_TOLERANCE_S:g} s, every scripted "ease off" moment told within
{UNSAFE_WITHIN_S:g} s, and none told in a clip that is done well. In classes C and D:
holds within {COARSE_TOLERANCE_S:g} s, the rest alike.

Rendered people are cleaner than life: these errors are a floor. Recordings of real
people and photographs read less well; `python -m benchmarks.real FOLDER` and
`python -m benchmarks.photos FOLDER` print them where such a folder is at hand.
"""

_CALIBRATION = f"""\
### Calibrated hips

The pose model draws hips too high. Before an angle is read from the side, both hips go
down the trunk by a constant of the posture that the stretch starts in. It was fitted on
these clips, each body left out in turn: near-side errors below are those of bodies that
had no part in the fit. Where hip and knee together gain no more than {SURE:g} standard
errors over the bodies, the constant is 0 and the angle stays as the model gives it.
Heights and gaps in torso lengths gained nothing and are read off raw landmarks, which
are what is drawn, kept and exported. `python -m benchmarks.calibration` prints this.
"""

_CHANGE = """\
### Changes from the own start

Where a start was seen, repetitions are told by their change from it as well: what is
off all the time cancels. Mean absolute error over these clips, and in the median clip
in brackets. A change of the hip is told with an error of 3.75 degrees, three quarters
of the angle's: the mean of all clips, rounded up. In the median clip it is about 2.7,
but nobody knows beforehand whose recording that is. Stretches whose file says
`from_start` are judged by the change; all others by the clinical angle: their limits
come from sources that give angles, and a start seen folded would move all of them.
"""

_ROLLED = """\
### A camera that is rolled

Every row of the recordings of real people above, and every sample clip, judged again
as if the camera had been rolled by 5 and by 10 degrees either way: the landmarks are
turned, and what the lines of the room tell with them. Measured once for this page with
`python -m benchmarks.metamorphic --only rolled`, which prints the clips. The sample
clips have no lines of a room here: they show what the body alone tells.

| | judged | same | unknown, or told | lost | flag lost | flag more | more |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| real people, by 5° | 162 | 156 | 2 | 0 | 1 | 0 | 3 |
| real people, by 10° | 162 | 144 | 14 | 0 | 1 | 0 | 3 |
| sample clips, by 5° | 162 | 147 | 8 | 2 | 2 | 1 | 2 |
| sample clips, by 10° | 162 | 77 | 80 | 2 | 0 | 1 | 2 |

What became more among real people: a hold that the level picture cuts short and the
rolled one shows as it was; a repetition that was told as begun unseen; and holds of a
cobra and a sphinx in two other exercises, swimming on the belly before a plain wall,
where nothing shows how the camera stands. That is told with every result that hangs on
it, but it counts.
"""

_MOCAP = """\
### Against motion capture of real people

No recording of a stretch with joint angles by motion capture is within reach. Nearest
are the samples of the Keraal data set (github.com/nguyensmai/KeraalDataset, 8e111d5):
one take each of three exercises from the front, BlazePose beside Vicon, measured once
for this page and not part of the project. They show the trunk and the arms, and neither
hips nor knees from the side, so that the constants above are not confirmed by them:
nothing seen from the front is calibrated. Arms: elevation; lean: of the trunk.

| exercise | two arms: error (bias), ° | over, ° | side lean: error, ° | bias | over |
| --- | --- | --- | --- | --- | --- |
| CTK | 5.7 (+2.2), 9.5 (-4.9) | 168 to 175 | 0.9 | -0.9 | 3 |
| ELK, a flank stretch | 5.6 (-1.1), 6.2 (+0.1) | 211 to 226 | 4.1 | +0.1 | 68 |
| RTK | 6.1 (-0.3), 5.7 (+2.0) | 95 to 101 | 1.5 | +0.8 | 11 |
"""

_HEAD = (
    "stretch",
    "class",
    "reps",
    "smaller",
    "holds",
    "start off, s",
    "length off, s",
    "ease off",
    "latest, s",
    "false ease off",
    "form",
    "false form",
    "meets the bar",
)


def verdict_part(names: Iterable[str] | None = None) -> str:
    """Return the page as far as verdicts go: by stretch, totals, the hard cases."""
    chosen = names if names is not None else clip_names()
    scores = [
        score(read_truth(name), judge_clip(name))
        for name in chosen
        if trace_path(name).exists()
    ]
    known = list_stretches(poses_dir())
    lines = [
        _INTRO.format(real=real_part()),
        "## By stretch",
        "",
        _row(_HEAD),
        _row("---" for _ in _HEAD),
    ]
    for spec in sorted(known, key=lambda s: (list(Observability).index(s.trust), s.id)):
        own = [
            s
            for s in scores
            if s.truth.stretch == spec.id and s.truth.variant != "hard"
        ]
        lines.append(_row(_cells(spec, own) if own else _waiting(spec)))
    lines += ["", *_totals([s for s in scores if s.truth.variant != "hard"])]
    lines += ["", "### Hard cases", "", _row(("clip", "expected", "found", "right"))]
    lines += [_row("---" for _ in range(4))]
    lines += [_row(_hard(s)) for s in scores if s.truth.variant == "hard"]
    return "\n".join(lines) + "\n"


def angle_part(specs: Iterable[StretchSpec]) -> str:
    """Return the table of angle errors: near side, in the good clip of each stretch."""
    head = ("stretch", *(f"{angle}, °" for angle in ANGLES))
    lines = [
        "### Angles",
        "",
        "Near-side angles in the picture against the true ones, in the good clip of",
        "each stretch seen from the side: mean absolute error, then the 95th",
        "percentile. Those of a guided timer are no part of its verdict.",
        "",
        _row(head),
        _row("---" for _ in head),
    ]
    lines += [_angles(spec) for spec in specs if _has_good(spec)]
    return "\n".join(lines) + "\n"


def calibration_part(clips: Sequence[Clip]) -> str:
    """Return the table of what calibration is worth, and the check on real people."""
    found = gains(clips)
    head = (
        "start posture",
        "clips",
        "bodies",
        *(f"{angle}, °" for angle in ANGLES),
        "gain of hip and knee, °",
        "hips go down by",
    )
    lines = [_CALIBRATION, _row(head), _row("---" for _ in head)]
    for one in found:
        angles = (
            f"{before:.1f} → {after:.1f}"
            for before, after in zip(one.before, one.after, strict=True)
        )
        gain = f"{one.gain:+.1f} (± {one.error:.1f})" if one.bodies > 1 else "-"
        used = f"{one.used:.2f}" if one.used else "-"
        name, seen, bodies = one.posture.value, str(one.clips), str(one.bodies)
        lines.append(_row((name, seen, bodies, *angles, gain, used)))
    lines.append("")
    lines += [
        f"* All, {angle}: {before:.1f} → {used:.1f} with the constants that are used "
        f"({after:.1f} with all that were fitted)."
        for angle, (before, after, used) in overall(found).items()
    ]
    lines.append(f"\n{_CHANGE}")
    head = ("", *(f"{angle}, °" for angle in ANGLES))
    lines += [_row(head), _row("---" for _ in head)]
    for name, raw in (("as the model gives it", True), ("calibrated", False)):
        off = changes(clips, found, raw=raw)
        for what, errors in (("the angle", off.angle), ("its change", off.change)):
            cells = (
                f"{mean:.1f} ({middle:.1f})"
                for mean, middle in zip(
                    errors.mean(0), np.median(errors, axis=0), strict=True
                )
            )
            lines.append(_row((f"{what}, {name}", *cells)))
    return "\n".join(lines) + f"\n\n{_MOCAP}{_ROLLED}"


def shipped_errors(specs: Iterable[StretchSpec]) -> dict[str, dict[str, Any]]:
    """Return the same table as the report takes it: mean and 95th percentile, deg."""
    return {
        spec.id: {
            angle: [round(mean, 1), round(high, 1)]
            for angle, mean, high in _angle_errors(spec)
        }
        for spec in specs
        if _has_good(spec)
    }


def write(path: Path = PAGE, data: Path | None = None) -> None:
    """Write the page, and its angles where the report finds them."""
    known = list_stretches(poses_dir())
    calibration = calibration_part(read_clips())
    parts = (verdict_part(), angle_part(known), calibration)
    path.write_text("\n".join(parts), encoding="utf-8")
    text = json.dumps(shipped_errors(known), indent=1, sort_keys=True)
    (data or accuracy_file()).write_text(f"{text}\n", encoding="utf-8")


def _cells(spec: StretchSpec, scores: list[Score]) -> tuple[str, ...]:
    starts = [abs(s) for one in scores for s, _ in one.hold_errors_s]
    lengths = [abs(s) for one in scores for _, s in one.hold_errors_s]
    late = [s for one in scores for s in one.unsafe_late_s.values()]
    missed = sum(len(one.unsafe_missed) for one in scores)
    holds_missed = sum(one.holds_missed for one in scores)
    extra = sum(one.holds_extra for one in scores)
    form = sum(one.form_found for one in scores)
    form_missed = sum(len(one.form_missed) for one in scores)
    return (
        _link(spec),
        spec.trust.value,
        _of(sum(s.reps for s in scores), sum(s.truth.full_reps for s in scores)),
        _of(sum(s.smaller for s in scores), sum(s.smaller_true for s in scores)),
        _of(len(starts), len(starts) + holds_missed) + (f" +{extra}" if extra else ""),
        _worst(starts),
        _worst(lengths),
        _of(len(late), len(late) + missed),
        _worst(late),
        str(sum(len(one.unsafe_false) for one in scores)),
        _of(form, form + form_missed),
        str(sum(len(one.form_false) for one in scores)),
        "yes" if all(one.good for one in scores) else "**no**",
    )


def _waiting(spec: StretchSpec) -> tuple[str, ...]:
    return (_link(spec), spec.trust.value, *[""] * (len(_HEAD) - 3), "no clip yet")


def _hard(found: Score) -> tuple[str, ...]:
    truth = found.truth
    if truth.judged:
        asked = f"judged: {_count(truth.full_reps, 'rep')}"
        said = f"{found.status}: {_count(found.reps, 'rep')}"
    else:
        asked, said = f"not judged ({truth.why})", f"{found.status} ({found.why})"
    name = truth.name.removeprefix("hard_").replace("_", " ")
    said = said.replace("_", " ")
    return (f"{name} ({truth.stretch})", asked, said, "yes" if found.good else "**no**")


def _totals(scores: list[Score]) -> Iterator[str]:
    for title, own in (
        ("All", scores),
        ("Bodies kept out of tuning", [s for s in scores if s.truth.held_out]),
    ):
        if not own:
            continue
        form = sum(s.form_found for s in own)
        form_all = form + sum(len(s.form_missed) for s in own)
        form_said = form + sum(len(s.form_false) for s in own)
        unsafe = sum(len(s.unsafe_late_s) for s in own)
        missed = sum(len(s.unsafe_missed) for s in own)
        reps, true = sum(s.reps for s in own), sum(s.truth.full_reps for s in own)
        yield (
            f"* {title}: {sum(s.good for s in own)} of {len(own)} clips meet every "
            "bar; "
            f"reps {reps} of {true}; ease off {unsafe} of {unsafe + missed}, "
            f"{sum(len(s.unsafe_false) for s in own)} false; form faults "
            f"{form} of {form_all}, {form_said - form} false."
        )


def _angles(spec: StretchSpec) -> str:
    found = {a: f"{mean:.1f} / {high:.1f}" for a, mean, high in _angle_errors(spec)}
    return _row((_link(spec), *(found.get(angle, "") for angle in ANGLES)))


def _angle_errors(spec: StretchSpec) -> Iterator[tuple[str, float, float]]:
    errors = angle_errors(f"{spec.id}_good") or {}
    for angle, values in errors.items():
        if values.size:
            yield angle, float(values.mean()), float(np.percentile(values, 95))


def _has_good(spec: StretchSpec) -> bool:
    from_side = spec.camera.view is View.SIDE
    return from_side and trace_path(f"{spec.id}_good").exists()


def _link(spec: StretchSpec) -> str:
    return f"[{spec.name}](stretches/{spec.id}.md)"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _of(found: int, all_: int) -> str:
    return f"{found} of {all_}" if all_ else "-"


def _worst(values: list[float]) -> str:
    return f"{max(values):.2f}" if values else "-"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
