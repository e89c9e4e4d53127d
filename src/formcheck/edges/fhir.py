"""A session as a FHIR R4 Bundle of Observations, as plain values for JSON.

Codes: LOINC 55411-3 exercise duration and 72514-3 pain severity 0-10; SNOMED CT
364564000 range of joint movement. Units: UCUM. No code says what a measure is: the text
does.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from formcheck.core.records.progress import Digest, Range
from formcheck.core.records.session import SessionAbout
from formcheck.core.words.catalogue import say
from formcheck.core.words.names import words_of

__all__ = ["bundle_of"]

_LOINC, _SNOMED = "http://loinc.org", "http://snomed.info/sct"
_UCUM = "http://unitsofmeasure.org"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that no FHIR string may have."""

_UNITS = {"deg": ("deg", "deg"), "ratio": ("ratio", "{ratio}")}


def bundle_of(
    about: SessionAbout,
    digests: Sequence[Digest],
    ranges: Sequence[Range],
    *,
    errors: Mapping[str, float],
    maker: str,
) -> dict[str, Any]:
    """Return the Bundle: duration and verified holds a set, range of motion a side,
    and pain as the person said it.

    errors: of each kind of measure, in its unit. maker: program and version, as the
    device.
    """
    # The same session gives the same resources, so that a second import is no second
    # session.
    space = uuid.uuid5(uuid.NAMESPACE_URL, f"formcheck:{about.uid}")
    shared: dict[str, Any] = {
        "resourceType": "Observation",
        "subject": {"display": _text(about.person or say("not named"))},
        "device": {"display": maker},
    }
    entries = []
    for number, own in enumerate(_observations(about, digests, ranges, errors)):
        known = uuid.uuid5(space, str(number))
        resource = {**shared, "id": str(known), **own}
        entries.append({"fullUrl": f"urn:uuid:{known}", "resource": resource})
    return {
        "resourceType": "Bundle",
        "id": str(space),
        "type": "collection",
        "timestamp": about.judged_at,
        "entry": entries,
    }


def _observations(
    about: SessionAbout,
    digests: Sequence[Digest],
    ranges: Sequence[Range],
    errors: Mapping[str, float],
) -> Iterator[dict[str, Any]]:
    start = datetime.fromisoformat(about.started_at)
    for digest in digests:
        yield _activity(about, digest)
    kinds = {d.measure: d.measure_kind for d in digests}
    for one in ranges:
        yield _range(about, one, errors[kinds[one.like.measure]])
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


def _activity(about: SessionAbout, digest: Digest) -> dict[str, Any]:
    judged = digest.status == "judged"
    found = {
        "status": "final" if judged else "preliminary",
        "category": _category("activity"),
        "code": _coded(_LOINC, "55411-3", "Exercise duration", digest.name),
        "effectiveDateTime": about.started_at,
        "valueQuantity": _quantity(round(digest.length_s / 60, 3), "min", "min"),
        "component": [
            _counted(
                say("time in position confirmed by the camera"), digest.position_s
            ),
            _counted(say("time not seen"), digest.unseen_s),
            _number(say("repetitions planned"), digest.planned_reps),
            _number(say("repetitions"), digest.done),
            _number(say("repetitions in a smaller range"), digest.smaller),
            _number(say("repetitions held for less than planned"), digest.short),
            _number(say("repetitions with the start not seen"), digest.start_missed),
            _number(say("movements on the other side, not counted"), digest.wrong_side),
            _number(say("movements of one half only, not counted"), digest.one_phase),
            _number(say("holds"), digest.holds + digest.own_range_holds),
            _number(say("moments to ease off"), digest.eased),
        ],
    }
    if about.note:
        found["note"] = [{"text": _text(about.note)}]
    return found


def _range(about: SessionAbout, one: Range, error: float) -> dict[str, Any]:
    side = f", {words_of(one.like.side)}" if one.like.side else ""
    text = say(
        "{stretch}: {measure}, usual (median of {n})",
        stretch=one.name,
        measure=words_of(one.like.measure) + side,
        n=one.count,
    )
    unit, code = _UNITS[one.unit]
    parts = [_number(say("repetitions"), one.count)]
    if one.best is not None:
        furthest = {
            "code": {"text": say("furthest with nothing to ease off in")},
            "valueQuantity": _quantity(one.best, unit, code),
        }
        parts.insert(0, furthest)
    return {
        "status": "final",
        "category": _category("exam"),
        "code": _coded(_SNOMED, "364564000", "Range of joint movement", text),
        "effectiveDateTime": about.started_at,
        "valueQuantity": _quantity(one.usual, unit, code),
        "method": {
            "text": say(
                "one camera, {view} view, in the picture's plane; mean error {error}",
                view=words_of(one.like.view),
                error=f"{error:g} {unit}",
            )
        },
        "component": parts,
    }


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


def _counted(text: str, seconds: float) -> dict[str, Any]:
    return {
        "code": {"text": text},
        "valueQuantity": _quantity(seconds, "s", "s"),
    }


def _number(text: str, count: int) -> dict[str, Any]:
    return {"code": {"text": text}, "valueInteger": count}


def _quantity(value: float, unit: str, code: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": _UCUM, "code": code}


def _text(text: str) -> str:
    return _NO_TEXT.sub("", text).strip() or "-"
