"""What is kept, as plain values of JSON and back: with a format number, and for good.

Whatever a released formcheck has kept is read by every later one. Keys and events that
are not known are ignored, what is missing has its default where there is one, and what
has changed its meaning is lifted from format to format. Readers take the number of the
format that the values are of; where none stands, they are of format 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from math import inf, isfinite, isnan, nan
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    ValidationError,
    create_model,
)
from pydantic import Field as ModelField

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import Event
from formcheck.core.judge.result import SetResult
from formcheck.core.measure.kinds import KINDS
from formcheck.core.records.person import Person
from formcheck.core.records.progress import Digest
from formcheck.core.records.session import SessionAbout, SetRecord
from formcheck.core.stretch.direction import Direction
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.core.words.catalogue import say_many
from formcheck.core.words.expected import expected_words

__all__ = [
    "DAMAGED",
    "FORMAT",
    "Unreadable",
    "check_finite",
    "lift_person_1_to_2",
    "plain",
    "read_about",
    "read_dataclass",
    "read_digest",
    "read_events",
    "read_head",
    "read_person",
    "read_set",
    "read_task",
    "write_events",
    "write_person",
    "write_task",
]

FORMAT = 2
"""What is written now. 1: formcheck 0.1.0, which wrote no number. 2: the number stands,
and a person's file has none of the ceilings that 0.1.0 learnt."""

DAMAGED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What comes of reading values that are not what they should be."""

Values = dict[str, Any]
Kind = Literal[
    "about", "digest", "entry", "event", "head", "person", "plan", "profile", "spec"
]
Lift = Callable[[Values], tuple[Values, tuple[str, ...]]]
"""Values of one format in, of the next out; with notes for the person."""

Model = TypeVar("Model", bound=BaseModel)
Data = TypeVar("Data")


class Unreadable(ValueError):
    """What is kept means nothing here. Its text is the reason, in half a line."""


def lift_person_1_to_2(values: Values) -> tuple[Values, tuple[str, ...]]:
    """Drop the ceilings that 0.1.0 learnt: on the wrong side at times, for both sides
    at once, and from a single repetition.
    """
    values, dropped = deepcopy(values), 0
    stretches = values.get("stretches")
    for own in stretches.values() if isinstance(stretches, dict) else ():
        if isinstance(own, dict) and own.pop("ceiling_deg", None) is not None:
            dropped += 1
    if not dropped:
        return values, ()
    note = say_many(
        "your own range in {n} stretch is being learned again: "
        "what formcheck 0.1.0 took for its end could be wrong",
        "your own range in {n} stretches is being learned again: "
        "what formcheck 0.1.0 took for its end could be wrong",
        dropped,
    )
    return values, (note,)


_LIFTS: Mapping[tuple[Kind, int], Lift] = {("person", 1): lift_person_1_to_2}
"""By kind and the format that is left; what is not here is as it was."""


def plain(value: Any) -> Any:
    """Return a value as JSON has it: sides and enums as words, NaN as null."""
    if isinstance(value, Side):
        return value.word
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return None if isnan(value) else value
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return value


def write_events(events: Iterable[Event]) -> list[Values]:
    """Return events as plain values."""
    return [{"event": type(event).__name__, **plain(event)} for event in events]


def read_events(rows: object, form: int) -> tuple[Event, ...]:
    """Return the events that `write_events` made plain, as far as they are known.

    Raises
    ------
    Unreadable
        It is not a list of events, or one of them lacks something.
    """
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise Unreadable("not a list of events")
    found: list[Event] = []
    for row in rows:
        values = _lifted("event", row, form)[0]
        name = values.get("event")
        if not isinstance(name, str):
            raise Unreadable("not an event")
        if name in _EVENTS:
            found.append(_timed(read_dataclass(_EVENTS[name], values)))
    return tuple(found)


def _timed(event: Event) -> Event:
    """Refuse an event without its times: null is only for what was not seen."""
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name.endswith("_s") and isinstance(value, float) and isnan(value):
            raise Unreadable(f"{type(event).__name__}.{field.name}: not a number")
    return event


_EVENTS: Mapping[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}


def write_task(spec: StretchSpec, profile: Profile, plan: Plan) -> Values:
    """Return all that a set is judged by, as plain values."""
    return {
        "spec": spec.model_dump(mode="json", by_alias=True),
        "profile": profile.model_dump(mode="json", by_alias=True),
        "plan": plain(plan),
    }


def read_task(values: Values, form: int) -> tuple[StretchSpec, Profile, Plan]:
    """Return what `write_task` made plain; Unreadable where it is not that."""
    return (
        _read(StretchSpec, _lifted("spec", values.get("spec"), form)[0]),
        _read(Profile, _lifted("profile", values.get("profile"), form)[0]),
        read_dataclass(Plan, _lifted("plan", values.get("plan"), form)[0]),
    )


def read_set(values: Values, form: int) -> SetRecord:
    """Return a set with its result and its events; Unreadable if it is not one."""
    spec, profile, plan = read_task(values, form)
    entry = _lifted("entry", values.get("entry"), form)[0]
    try:
        result = SetResult.from_kept(entry, spec)
    except ValidationError as error:
        raise Unreadable(_reason(error)) from None
    return SetRecord(
        spec, profile, plan, result, read_events(values.get("events"), form)
    )


_SIGNS = [direction.sign for direction in Direction]


def read_digest(values: object, form: int) -> Digest:
    """Return a set's digest; Unreadable if it is not one."""
    digest = read_dataclass(Digest, _lifted("digest", values, form)[0])
    if digest.measure_kind not in KINDS or digest.inwards not in _SIGNS:
        raise Unreadable("a measure that there is not")
    for field in fields(digest):
        check_finite(getattr(digest, field.name), field.name)
    return digest


def check_finite(value: object, where: str) -> None:
    """Refuse NaN and infinity anywhere in it, which Python's JSON reads without a word.

    where: the name of the value, for the reason.

    Raises
    ------
    Unreadable
        There is one; the text says where.
    """
    if isinstance(value, dict):
        for key, one in value.items():
            check_finite(one, f"{where}.{key}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            check_finite(one, f"{where}.{number}")
    elif isinstance(value, float) and not isfinite(value):
        raise Unreadable(f"{where}: not a number")


def read_about(values: object, form: int) -> SessionAbout:
    """Return what is known of a session; Unreadable where it is not that."""
    return _read(SessionAbout, _lifted("about", values, form)[0])


def read_head(values: object, form: int) -> Values:
    """Return what stands above a summary's sets; Unreadable where it is not that."""
    head = _lifted("head", values, form)[0]
    for key in ("schema", "formcheck", "source", "model", "notes"):
        if key not in head:
            raise Unreadable(f"{key}: missing")
    source, model, notes = head["source"], head["model"], head["notes"]
    if not isinstance(source, dict) or not isinstance(source.get("name"), str):
        raise Unreadable("source: not a recording nor a camera")
    length_s = source.get("duration_s")
    if (
        isinstance(length_s, bool)
        or not isinstance(length_s, int | float)
        or not 0 <= length_s < inf
    ):
        raise Unreadable("source.duration_s: not a number of seconds")
    if not isinstance(model, dict) or not isinstance(model.get("name"), str):
        raise Unreadable("model: without a name")
    if not isinstance(notes, list) or not all(isinstance(n, str) for n in notes):
        raise Unreadable("notes: not a list of texts")
    if not isinstance(head["formcheck"], str):
        raise Unreadable("formcheck: not a version")
    if not isinstance(head.get("judging", ""), str):
        raise Unreadable("judging: not a digest")
    return head


def write_person(person: Person) -> Values:
    """Return a person's file as plain values."""
    return {"format": FORMAT, **person.model_dump(mode="json", by_alias=True)}


def read_person(values: object) -> tuple[Person, tuple[str, ...]]:
    """Return a person, and notes for them; Unreadable if it is not one."""
    form = values.get("format", 1) if isinstance(values, dict) else 1
    lifted, notes = _lifted("person", values, form)
    return _read(Person, lifted, strict=True), notes


def read_dataclass(kind: type[Data], values: Values) -> Data:
    """Return a dataclass of what `plain` made of it; Unreadable where it lacks some."""
    known: Any = kind
    found = _read(_model_of(known), values)
    return kind(**{name: getattr(found, name) for name in type(found).model_fields})


def _lifted(kind: Kind, values: object, form: object) -> tuple[Values, tuple[str, ...]]:
    """Lift values of a format to this one."""
    if not isinstance(form, int) or isinstance(form, bool) or form < 1:
        raise Unreadable(f"{form!r} is not the number of a format")
    if form > FORMAT:
        raise Unreadable("written by a newer formcheck")
    if not isinstance(values, dict):
        raise Unreadable(f"{kind}: missing, or not an object")
    check_finite(values, kind)
    notes: tuple[str, ...] = ()
    for number in range(form, FORMAT):
        lift = _LIFTS.get((kind, number))
        if lift is not None:
            values, more = lift(values)
            notes += more
    return values, notes


def _read(model: type[Model], values: Values, *, strict: bool = False) -> Model:
    """Validate, but for what is not known: files refuse that, what is kept has it."""
    try:
        return _validated(model, values, strict)
    except ValidationError as error:
        unknown = [
            problem["loc"]
            for problem in error.errors(include_url=False)
            if problem["type"] == "extra_forbidden"
        ]
        if not unknown:
            raise Unreadable(_reason(error)) from None
    values = deepcopy(values)
    for *way, last in unknown:
        at: Any = values
        for step in way:
            at = at[step]
        del at[last]
    try:
        return _validated(model, values, strict)
    except ValidationError as error:
        raise Unreadable(_reason(error)) from None


def _validated(model: type[Model], values: Values, strict: bool) -> Model:
    if not strict:
        return model.model_validate(values)
    # Strictly, Python's values would have to be tuples and enums already.
    return model.model_validate_json(json.dumps(values), strict=True)


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {expected_words(first)}".removeprefix(": ")


def _side(value: object) -> Side:
    if value in ("left", "right"):
        return Side[str(value).upper()]
    raise ValueError("neither left nor right")


_NUMBER = Annotated[float, BeforeValidator(lambda v: nan if v is None else v)]
_SIDE = Annotated[Side, PlainValidator(_side)]


@cache
def _model_of(kind: type[Any]) -> type[BaseModel]:
    """A model that reads what `plain` makes of a dataclass."""
    hints = get_type_hints(kind)
    parts: dict[str, Any] = {
        field.name: (_as_plain(hints[field.name]), _default(field))
        for field in fields(kind)
    }
    config = ConfigDict(extra="ignore", protected_namespaces=())
    return create_model(kind.__name__, __config__=config, **parts)


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return ModelField(default_factory=field.default_factory)
    return ... if field.default is MISSING else field.default


def _as_plain(hint: Any) -> Any:
    """A field's type, as its plain values are read."""
    if hint is float:
        return _NUMBER
    if hint is Side:
        return _SIDE
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        # Where nothing may stand, null is nothing, and not NaN.
        bare = [float] if NoneType in parts else []
        return Union[tuple(p if p in bare else _as_plain(p) for p in parts)]  # noqa: UP007
    if origin in (tuple, list, dict):
        return origin[tuple(p if p is ... else _as_plain(p) for p in parts)]
    return hint
