"""What is still missing before a stretch can start, as one sentence."""

from __future__ import annotations

from math import isnan

from formcheck.core.body.body import Body
from formcheck.core.body.posture import in_posture
from formcheck.core.body.view import Posture, View
from formcheck.core.judge.sample import Sample
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.reasons import Reason, how_to_be_seen

__all__ = ["POSTURE_WORDS", "missing"]

POSTURE_WORDS = {
    Posture.STANDING: marked("Please stand up, in your own time."),
    Posture.SEATED: marked("Please sit down on the chair."),
    Posture.FLOOR: marked("Please sit down on the floor."),
    Posture.KNEELING: marked("Please come onto your knees."),
    Posture.QUADRUPED: marked("Please come onto hands and knees."),
    Posture.SUPINE: marked("Please lie down on your back."),
    Posture.PRONE: marked("Please lie down on your front."),
}


def missing(
    spec: StretchSpec, body: Body | None, sample: Sample | None, why: Reason | None
) -> str | None:
    """What keeps the start pose from being confirmed; None where nothing does.

    why: the reason that nothing can be judged, if there is one. A look that was taken
    for another stretch does not count.
    """
    if body is None or sample is None or sample.stretch != spec.id:
        if why is Reason.VIEW:
            front = spec.camera.view is View.FRONT
            return (
                say("Face the camera.")
                if front
                else say("Turn your side to the camera.")
            )
        return how_to_be_seen(why)
    if not in_posture(body, spec.posture):
        return say(POSTURE_WORDS[spec.posture])
    for clause in spec.start.clauses:
        value = sample.value(clause.measure)
        low, high = clause.leave
        if isnan(value):
            return how_to_be_seen(sample.why[sample.index(clause.measure)])
        if not low <= value <= high:
            return spec.instructions[0]
    return None
