"""The JSON Schema of summary.json, from the types that it is written from."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema

from formcheck.core.judge.result import SetResult
from formcheck.core.judge.result_parts import Part, Seconds
from formcheck.core.records.session import SUMMARY_SCHEMA, SessionAbout

__all__ = ["summary_schema_json"]

Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Pixels = Annotated[int, Field(ge=1)]


class Source(Part):
    """The recording or the camera."""

    kind: Literal["video", "camera"]
    name: str
    duration_s: Seconds = Field(description="of the part that was read")
    frames: int = Field(ge=0)
    fps: float = Field(gt=0)
    truncated: bool = Field(description="the file ends before it says it does")
    size_wh: tuple[Pixels, Pixels] = Field(description="px, as looked at")
    from_s: Seconds
    to_s: float | None
    mirrored: bool
    rotated_deg: Literal[0, 90, 180, 270]
    slowed: float = Field(
        default=1.0,
        gt=0,
        description="times slower than what happened the file plays; all seconds are "
        "of what happened",
    )


class Model(Part):
    """The pose model."""

    name: str
    sha256: Digest


class Summary(Part):
    """What was seen in one recording or session.

    Times are seconds from its beginning; angles are degrees.
    """

    version: Annotated[int, WithJsonSchema({"const": SUMMARY_SCHEMA})] = Field(
        alias="schema"
    )
    formcheck: str = Field(description="version of formcheck that wrote this")
    inputs: Digest = Field(
        default="",
        description="digest of all that this came from; where a folder was analysed",
    )
    judging: Digest = Field(
        default="",
        description="digest of the numbers that everybody is judged by; not in what "
        "formcheck 0.1.0 kept",
    )
    session: SessionAbout | None = Field(
        default=None, description="of a session that is kept in the history"
    )
    source: Source
    model: Model
    sets: tuple[SetResult, ...]
    notes: tuple[str, ...] = Field(
        description="in words: what the numbers alone would hide"
    )


_MAY_BE_MISSING: dict[type, set[str]] = {
    Summary: {"inputs", "judging", "session"},
    Source: {"slowed"},
}


class _Written(GenerateJsonSchema):
    """The schema of what is written: nothing is left out, even where there is a
    default to read by.
    """

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: Any) -> dict[str, Any]:
        found = super().model_schema(schema)
        missing = _MAY_BE_MISSING.get(schema["cls"], set())
        for values in found["properties"].values():
            values.pop("default", None)
        found["required"] = [n for n in found["properties"] if n not in missing]
        return found


def summary_schema_json() -> str:
    """Return the schema as the file has it."""
    known = Summary.model_json_schema(by_alias=True, schema_generator=_Written)
    # It is there or it is not; null it never is.
    known["properties"]["session"] = {
        "$ref": "#/$defs/SessionAbout",
        "description": known["properties"]["session"]["description"],
    }
    schema = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"urn:formcheck:summary:{SUMMARY_SCHEMA}",
        **known,
        "title": f"formcheck summary.json, schema {SUMMARY_SCHEMA}",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
