"""A session as a FHIR R4 Bundle of Observations, as plain values for JSON.

Codes that a published page confirms: LOINC 55411-3 exercise duration and 72514-3 pain
severity 0-10; SNOMED CT 364564000 range of joint movement, for what a goniometer
measures, and 7771000 left, 24028007 right (FHIR's ValueSet bodystructure-laterality).
Units: UCUM. Everything else has a code of our own, in a CodeSystem that goes with it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from formcheck.core.records.progress import Digest, Range, digest_of
from formcheck.core.records.session import Session, SessionAbout
from formcheck.core.stretch.clinical import Convention
from formcheck.core.stretch.spec import Mode
from formcheck.core.words.catalogue import say
from formcheck.core.words.names import words_of

__all__ = ["bundle_of"]

_LOINC, _SNOMED = "http://loinc.org", "http://snomed.info/sct"
_UCUM = "http://unitsofmeasure.org"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that no FHIR string may have."""

_UNITS = {"deg": ("deg", "deg"), "ratio": ("ratio", "{ratio}")}
_SIDES = {"left": ("7771000", "Left"), "right": ("24028007", "Right")}
_OWN = uuid.uuid5(uuid.NAMESPACE_URL, "formcheck:CodeSystem")
_OWN_URL = f"urn:uuid:{_OWN}"


@dataclass(slots=True)
class _Words:
    """The codes of our own that are used, with what they mean."""

    known: dict[str, str] = field(default_factory=dict)

    def coding(self, code: str, display: str) -> dict[str, Any]:
        """A coding of ours."""
        self.known.setdefault(code, display)
        return {"system": _OWN_URL, "code": code, "display": self.known[code]}

    def system(self) -> dict[str, Any]:
        """The CodeSystem of all that were used."""
        concepts = [{"code": c, "display": d} for c, d in self.known.items()]
        return {
            "resourceType": "CodeSystem",
            "id": str(_OWN),
            "url": _OWN_URL,
            "name": "Formcheck",
            "status": "active",
            "content": "fragment",
            "concept": concepts,
        }


def bundle_of(
    session: Session,
    ranges: Sequence[Range],
    *,
    errors: Mapping[str, float],
    maker: str,
) -> dict[str, Any]:
    """Return the Bundle: who, by what, duration and verified holds a set, range of
    motion a side, and pain as the person said it.

    errors: of each kind of measure, in its unit. maker: program and version.
    """
    # The same session gives the same resources, so that a second import is no second
    # session.
    about = session.about
    space = uuid.uuid5(uuid.NAMESPACE_URL, f"formcheck:{about.uid}")
    patient, device = uuid.uuid5(space, "patient"), uuid.uuid5(space, "device")
    words = _Words()
    shared: dict[str, Any] = {
        "resourceType": "Observation",
        "subject": {"reference": f"urn:uuid:{patient}"},
        "performer": [{"reference": f"urn:uuid:{patient}"}],
        "device": {"reference": f"urn:uuid:{device}"},
    }
    resources = [
        {
            "resourceType": "Patient",
            "id": str(patient),
            **({"name": [{"text": _text(about.person)}]} if about.person else {}),
        },
        {
            "resourceType": "Device",
            "id": str(device),
            "deviceName": [{"name": _text(maker), "type": "model-name"}],
        },
    ]
    found = _observations(session, ranges, errors, words)
    for number, own in enumerate(found):
        resources.append({**shared, "id": str(uuid.uuid5(space, str(number))), **own})
    resources.append(words.system())
    return {
        "resourceType": "Bundle",
        "id": str(space),
        "type": "collection",
        "timestamp": about.judged_at,
        "entry": [
            {"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources
        ],
    }


def _observations(
    session: Session,
    ranges: Sequence[Range],
    errors: Mapping[str, float],
    words: _Words,
) -> Iterator[dict[str, Any]]:
    about = session.about
    start = datetime.fromisoformat(about.started_at)
    digests = [digest_of(record) for record in session.sets]
    for digest in digests:
        yield _activity(about, digest, words)
    kinds = {d.measure: d.measure_kind for d in digests}
    unsure = {d.stretch for d in digests if d.status != "judged"}
    clinical = {one.spec.id: one.spec.clinical for one in session.sets}
    for one in ranges:
        yield _range(
            about,
            one,
            errors[kinds[one.like.measure]],
            Convention(one.like.measure, one.unit, clinical[one.like.stretch]),
            words,
            status="preliminary" if one.like.stretch in unsure else "final",
        )
    pain, next_day = about.pain, start + timedelta(days=1)
    seconds = sum(digest.length_s for digest in digests)
    when = (
        (say("pain before"), pain.before, start.isoformat()),
        (
            say("pain after"),
            pain.after,
            (start + timedelta(seconds=seconds)).isoformat(),
        ),
        (say("pain the next morning"), pain.next_morning, next_day.date().isoformat()),
    )
    for text, score, moment in when:
        if score is not None:
            yield _pain(about, text, score, moment)
    for hurt in about.exercise_pain:
        name = session.name_of(hurt.stretch)
        text = say("pain in {stretch}", stretch=_sided(name, hurt.side))
        yield _pain(about, text, hurt.score, about.started_at)


def _sided(name: str, side: str | None) -> str:
    return f"{name}, {words_of(side)}" if side else name


def _activity(about: SessionAbout, digest: Digest, words: _Words) -> dict[str, Any]:
    judged = digest.status == "judged"
    name = say("Exercise duration: {stretch}", stretch=_sided(digest.name, digest.side))
    found: dict[str, Any] = {
        "status": "final" if judged else "preliminary",
        "category": _category("activity"),
        "code": _coded(_LOINC, "55411-3", "Exercise duration", name),
        "effectiveDateTime": about.started_at,
        "valueQuantity": _quantity(round(digest.length_s / 60, 3), "min", "min"),
        "component": [
            *_side_part(digest.side, words),
            {
                "code": _own(words, "stretch", say("the stretch")),
                "valueString": _text(digest.name),
            },
            {
                "code": _own(words, "gentle_day", say("a gentle day, smaller ranges")),
                "valueBoolean": digest.mode != Mode.NORMAL.value,
            },
            *(
                {
                    "code": _own(words, code, text),
                    "valueQuantity": _quantity(seconds, "s", "s"),
                }
                for code, text, seconds in _seconds(digest)
            ),
            *(_number(words, *one) for one in _counts(digest)),
        ],
    }
    if about.note:
        found["note"] = [{"text": _text(about.note)}]
    return found


def _seconds(digest: Digest) -> Iterator[tuple[str, str, float]]:
    text = say("time in position confirmed by the camera")
    yield "held", text, digest.position_s
    yield "unseen", say("time not seen"), digest.unseen_s
    if digest.planned_hold_s is not None:
        yield "planned_hold", say("hold planned"), digest.planned_hold_s


def _counts(digest: Digest) -> Iterator[tuple[str, str, int]]:
    yield "planned_reps", say("repetitions planned"), digest.planned_reps
    yield "reps", say("repetitions"), digest.done
    yield "smaller", say("repetitions in a smaller range"), digest.smaller
    yield "short", say("repetitions held for less than planned"), digest.short
    text = say("repetitions with the start not seen")
    yield "start_missed", text, digest.start_missed
    text = say("movements on the other side, not counted")
    yield "wrong_side", text, digest.wrong_side
    text = say("movements of one half only, not counted")
    yield "one_half", text, digest.one_phase
    yield "holds", say("holds"), digest.holds + digest.own_range_holds
    yield "eased", say("moments to ease off"), digest.eased


def _range(
    about: SessionAbout,
    one: Range,
    error: float,
    said: Convention,
    words: _Words,
    *,
    status: str,
) -> dict[str, Any]:
    """A goniometer's movement, from neutral, or the measure by its own name."""
    unit, ucum = _UNITS[one.unit]
    code, name = one.like.measure, said.name
    usual, best = one.usual, one.best
    coding = []
    if said.clinical is not None:
        code = said.clinical.movement.value
        usual = round(said.of(usual), 3)
        best = None if best is None else round(said.of(best), 3)
        coding = [
            {
                "system": _SNOMED,
                "code": "364564000",
                "display": "Range of joint movement",
            }
        ]
    coding.append(words.coding(code, name))
    text = say(
        "{stretch}: {measure}, usual (median of {n})",
        stretch=one.name,
        measure=_sided(name, one.like.side),
        n=one.count,
    )
    parts = [
        *_side_part(one.like.side, words),
        _number(words, "reps", say("repetitions"), one.count),
    ]
    if best is not None:
        further = say("furthest with nothing to ease off in")
        parts.insert(
            0,
            {
                "code": _own(words, "furthest_safe", further),
                "valueQuantity": _quantity(best, unit, ucum),
            },
        )
    method = say(
        "one camera, {view} view, in the picture's plane; mean error {error}",
        view=words_of(one.like.view),
        error=f"{error:g} {unit}",
    )
    if said.note:
        method += f"; {said.note}"
    found: dict[str, Any] = {
        "status": status,
        "category": _category("exam"),
        "code": {"coding": coding, "text": _text(text)},
        "effectiveDateTime": about.started_at,
        "valueQuantity": _quantity(usual, unit, ucum),
        "method": {"text": method},
        "component": parts,
    }
    if said.clinical is not None:
        joint = code.partition("_")[0]
        where = words_of(joint)
        if one.like.side is not None:
            where = f"{words_of(one.like.side)} {where}"
        coded = [words.coding(f"site_{joint}", words_of(joint))]
        found["bodySite"] = {"coding": coded, "text": where}
    return found


def _side_part(side: str | None, words: _Words) -> list[dict[str, Any]]:
    if side not in _SIDES:
        return []
    code, display = _SIDES[side]
    coding = {"system": _SNOMED, "code": code, "display": display}
    value = {"coding": [coding], "text": words_of(side)}
    own = _own(words, "side", say("the person's own side"))
    return [{"code": own, "valueCodeableConcept": value}]


def _pain(about: SessionAbout, text: str, score: int, moment: str) -> dict[str, Any]:
    found = {
        "status": "final",
        "category": _category("survey"),
        "code": _coded(
            _LOINC,
            "72514-3",
            "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
            text,
        ),
        "effectiveDateTime": moment,
        "valueQuantity": _quantity(score, "score", "{score}"),
    }
    if about.pain.site:
        found["bodySite"] = {"text": _text(about.pain.where)}
    return found


def _category(code: str) -> list[dict[str, Any]]:
    return [{"coding": [{"system": _CATEGORY, "code": code}]}]


def _coded(system: str, code: str, display: str, text: str) -> dict[str, Any]:
    coding = {"system": system, "code": code, "display": display}
    return {"coding": [coding], "text": _text(text)}


def _own(words: _Words, code: str, text: str) -> dict[str, Any]:
    return {"coding": [words.coding(code, text)], "text": text}


def _number(words: _Words, code: str, text: str, count: int) -> dict[str, Any]:
    return {"code": _own(words, code, text), "valueInteger": count}


def _quantity(value: float, unit: str, code: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": _UCUM, "code": code}


def _text(text: str) -> str:
    return _NO_TEXT.sub("", text).strip() or "-"
