"""Write docs/commands.md, docs/events.md and docs/summary.md:
`python -m tools.make_reference_pages`.

Every command and option, event, reason and key of summary.json, from the code that has
them; tests hold the pages equal to it, and ask that nothing is left without words.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from enum import Enum
from inspect import getdoc
from pathlib import Path
from typing import Any, get_args

import typer.main

from formcheck.cli import app
from formcheck.core.judge.events import Event
from formcheck.core.records.summary_schema import summary_schema_json
from formcheck.core.words.reasons import (
    WORDS,
    Reason,
    Shortfall,
    StopReason,
    ended_words,
    short_words,
)

DOCS = Path(__file__).resolve().parents[1] / "docs"
KEYS = Path(__file__).with_name("summary_keys.toml")

ENVIRONMENT = {
    "FORMCHECK_DATA": "the folder where history, answers, plans and recordings are "
    "kept; without it, the system's own place (`formcheck doctor` says which)",
    "FORMCHECK_POSE_MODEL": "another MediaPipe pose landmarker bundle (`.task`), also "
    "when the package is built; `--model` comes before it",
    "LANGUAGE": "or `LC_ALL`, `LC_MESSAGES`, `LANG`: the language, where there is a "
    "catalogue of it",
    "VISUAL": "or `EDITOR`: what `formcheck plan edit` opens",
}
"""What formcheck reads of the environment; a test looks for others in the code."""

_HEAD = "<!-- By tools/make_reference_pages.py from {source}: edit that. -->\n"

_COMMANDS = """\
# Commands

`formcheck` alone is `formcheck live`. `--help` after any command says what stands here.
The exit status is 0 where all went well, 2 where you can do something about it, 70
where it is a fault of formcheck's, 130 where you stopped it.
"""

_ENVIRONMENT = """\
## Environment

| variable | what it says |
|---|---|"""

_EVENTS = """\
# Events and reasons

What can happen in a set. Page, voice, journal, summary, `Judge.update` and tests read
the same list. Times are seconds in the set.

| event | what it is | what it has |
|---|---|---|"""

_REASONS = """\
## Why something was not judged

Wherever a number is missing, one of these says why: in `not_judged`, `unseen`,
`not_counted` and `movements` of summary.json, live, and in reports.

| value | what the person hears | what a report says |
|---|---|---|"""

_SHORT = """\
## Why a movement is only part of a repetition

| value | in words | counts as a smaller one |
|---|---|---|"""

_STOPS = """\
## Why something was left early

| value | in words |
|---|---|"""

_SUMMARY = """\
# summary.json

What `formcheck analyse` writes beside its report, and `formcheck export --format json`
of a kept session. Its JSON Schema ships as `formcheck/data/summary.schema.json`; how
its version is counted stands in [versions.md](versions.md). null is what was not seen
or not known.
"""


def commands_page() -> str:
    """Return the page of commands, options and environment."""
    lines = [_HEAD.format(source="src/formcheck/cli/"), _COMMANDS]
    for name, command in commands():
        about = " ".join((command.help or "").split("\n\n")[0].split())
        lines += [f"## `{name}`", "", about, ""]
        rows = [f"| {_taken(p)} | {p.help} |" for p in command.params]
        if rows:
            lines += ["|  | what it says |", "|---|---|", *rows, ""]
    lines.append(_ENVIRONMENT)
    lines += [f"| `{name}` | {says} |" for name, says in ENVIRONMENT.items()]
    return "\n".join(lines) + "\n"


def commands() -> Iterator[tuple[str, Any]]:
    """Every command and group as it is typed, with what Typer knows of it."""
    yield from _walk("formcheck", typer.main.get_command(app))


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from _walk(f"{name} {word}", inner)


def _taken(parameter: Any) -> str:
    """An argument or option as it is typed, with its default where that matters."""
    word = parameter.metavar or ""
    if not parameter.opts[0].startswith("-"):
        return f"`{word or parameter.opts[0].upper()}`"
    default = parameter.default
    shown = default.value if isinstance(default, Enum) else default
    said = "" if shown in (None, False, "", []) or callable(shown) else f" ({shown})"
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    return f"{names}{f' {word}' if word else ''}{said}".replace("|", "\\|")


def events_page() -> str:
    """Return the page of events and reasons."""
    lines = [_HEAD.format(source="core/judge/events.py and core/words/reasons.py")]
    lines.append(_EVENTS)
    for event in get_args(Event):
        what, _, has = (getdoc(event) or "").partition("\n\n")
        lines.append(f"| `{event.__name__}` | {what} | {' '.join(has.split())} |")
    lines += ["", _REASONS]
    lines += [f"| `{r}` | {WORDS[r].live} | {WORDS[r].report} |" for r in Reason]
    lines += ["", _SHORT]
    lines += [
        f"| `{s}` | {short_words(s)} | {'yes' if s.counts else 'no'} |"
        for s in Shortfall
    ]
    lines += ["", _STOPS]
    lines += [f"| `{s}` | {ended_words(s).strip(':, ')} |" for s in StopReason]
    return "\n".join(lines) + "\n"


def summary_page() -> str:
    """Return the page of summary.json's keys."""
    source = "core/records/summary_schema.py and tools/summary_keys.toml"
    lines = [_HEAD.format(source=source), _SUMMARY]
    says, parts = said(), dict(summary_parts())
    for part, schema in parts.items():
        title = "The file" if part == "Summary" else f"`{part}`"
        lines += [f"## {title}", ""]
        if schema.get("description"):
            lines += [" ".join(schema["description"].split()), ""]
        lines += ["| key | value | what it means |", "|---|---|---|"]
        lines += [
            f"| `{key}` | {_value(value, parts)} | {meaning(part, key, value, says)} |"
            for key, value in schema["properties"].items()
        ]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def summary_parts() -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of summary.json by name, the whole first."""
    schema = json.loads(summary_schema_json())
    yield "Summary", {**schema, "description": ""}
    for name, part in schema["$defs"].items():
        if "properties" in part:
            yield name, part


def said() -> dict[str, dict[str, str]]:
    """What tools/summary_keys.toml says, by part and key."""
    return tomllib.loads(KEYS.read_text(encoding="utf-8"))


def meaning(
    part: str, key: str, value: Mapping[str, Any], says: Mapping[str, Mapping[str, str]]
) -> str:
    """What a key means; empty where nothing says it."""
    own = says.get(part, {}).get(key) or value.get("description")
    return (own or says["*"].get(key, "")).replace("|", "\\|")


_KINDS = {"string": "text", "integer": "whole number", "boolean": "true or false"}


def _value(value: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """What stands there, in words."""
    match value:
        case {"$ref": ref}:
            name = ref.rsplit("/", 1)[1]
            return f"[{name}](#{name.lower()})" if name in parts else _word(name)
        case {"anyOf": either}:
            return " or ".join(_value(one, parts) for one in either)
        case {"const": one}:
            return f"{one}"
        case {"enum": words}:
            return ", ".join(f"`{word}`" for word in words)
        case {"type": "array", "items": items}:
            return f"list of {_value(items, parts)}"
        case {"type": "array", "prefixItems": items}:
            return f"list of {len(items)}: {_value(items[0], parts)}"
        case {"type": "object", "additionalProperties": dict(inner)}:
            return f"by name: {_value(inner, parts)}"
        case {"type": kind}:
            return _KINDS.get(kind, kind)
    raise ValueError(f"no words for {value}")


def _word(name: str) -> str:
    """A name of an enum, such as StopReason: its values stand elsewhere, or here."""
    schema = json.loads(summary_schema_json())["$defs"][name]
    if "enum" in schema and len(schema["enum"]) <= 8:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    return "text, a reason"


PAGES = {
    "commands.md": commands_page,
    "events.md": events_page,
    "summary.md": summary_page,
}


def main() -> None:
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
