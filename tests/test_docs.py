"""The documentation is complete; its links lead somewhere; its commands are there."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

import formcheck as fc
from formcheck.core.judge.events import Event
from formcheck.core.measure.kinds import KINDS
from formcheck.core.programme.my_plan import MyPlan
from formcheck.core.records.codec import FORMAT
from formcheck.core.records.session import SUMMARY_SCHEMA
from formcheck.core.words.reasons import WORDS, Reason, Shortfall, StopReason
from formcheck.edges.database import _MIGRATIONS
from formcheck.edges.recording import TRACE_VERSION
from formcheck.resources import poses_dir
from formcheck.stretches.loading import stretch_files
from tests.conftest import Call
from tools.make_reference_pages import (
    DOCS,
    ENVIRONMENT,
    PAGES,
    commands,
    meaning,
    said,
    summary_parts,
)

ROOT = DOCS.parent
SOURCES = sorted(Path(fc.__file__).parent.rglob("*.py"))
TEXTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob(".github/**/*.md"))
)
PAGES_OF_STRETCHES = DOCS / "stretches"
WRITTEN_BY_HAND = [path for path in TEXTS if path.parent != PAGES_OF_STRETCHES]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# What there is, is described.


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_tool_writes(name: str) -> None:
    again = "python -m tools.make_reference_pages"
    assert read(DOCS / name) == PAGES[name](), again


def test_every_command_and_option_says_what_it_is() -> None:
    silent = [
        f"{name} {parameter.opts[0]}".strip()
        for name, command in commands()
        for parameter in command.params
        if not parameter.help
    ]
    assert silent == []
    assert [name for name, command in commands() if not command.help] == []


def test_every_variable_of_the_environment_is_described() -> None:
    """Ours by their names; others by how they are read."""
    ours = re.compile(r"\"(FORMCHECK_[A-Z_]+)\"")
    found = {name for path in SOURCES for name in ours.findall(read(path))}
    assert found == {name for name in ENVIRONMENT if name.startswith("FORMCHECK_")}
    page = read(DOCS / "commands.md")
    readers = {
        path.name: [
            node.value
            for node in ast.walk(ast.parse(read(path)))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(r"[A-Z]{6,}", node.value)
        ]
        for path in SOURCES
        if "os.environ.get" in read(path) or "os.environ[" in read(path)
    }
    assert readers["plans.py"] == ["VISUAL", "EDITOR"]
    for name in (*found, *readers["plans.py"]):
        assert f"`{name}`" in page


def test_every_event_and_reason_is_described() -> None:
    page = read(DOCS / "events.md")
    for event in get_args(Event):
        (row,) = re.findall(rf"^\| `{event.__name__}` \| (.+) \| (.+) \|$", page, re.M)
        for field in event.__dataclass_fields__:
            assert re.search(rf"\b{field}\b", row[1]), (event.__name__, field)
    assert set(WORDS) == set(Reason)
    for word in (*Reason, *Shortfall, *StopReason):
        assert re.search(rf"^\| `{word}` \| \S.+ \|$", page, re.M), word


def test_every_key_of_summary_json_is_described() -> None:
    says, parts = said(), dict(summary_parts())
    silent = [
        f"{part}.{key}"
        for part, schema in parts.items()
        for key, value in schema["properties"].items()
        if not meaning(part, key, value, says)
    ]
    assert silent == []
    idle = [
        f"{part}.{key}"
        for part, keys in says.items()
        if part != "*"
        for key in keys
        if "description" in parts[part]["properties"].get(key, {"description": ""})
    ]
    assert idle == []
    used = {
        key
        for part, schema in parts.items()
        for key, value in schema["properties"].items()
        if key not in says.get(part, {}) and "description" not in value
    }
    assert set(says["*"]) == used


def test_every_measure_is_described() -> None:
    page = read(DOCS / "writing-a-stretch.md")
    for name, kind in KINDS.items():
        (row,) = re.findall(rf"^\| `{name}` \| (.+) \|$", page, re.M)
        assert kind.text in row


def test_every_stretch_has_its_page_with_every_fault() -> None:
    index = read(PAGES_OF_STRETCHES / "README.md")
    for path in stretch_files(poses_dir()):
        page = read(PAGES_OF_STRETCHES / f"{path.stem}.md")
        raw = tomllib.loads(read(path))
        assert f"({path.stem}.md)" in index
        for fault in raw["faults"]:
            assert raw["text"]["en"]["cues"][fault["id"]] in page
        assert raw["text"]["en"]["name"] in page


def test_every_page_can_be_found_from_the_readme() -> None:
    found, left = set[Path](), [ROOT / "README.md"]
    while left:
        page = left.pop()
        if page in found or page.suffix != ".md":
            continue
        found.add(page)
        left += [target for target, _ in links(page) if target.exists()]
    assert {path for path in TEXTS if ".github" not in path.parts} - found == set()


def test_the_numbers_of_forms_are_those_in_use() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| (\d+) \| [^|]+ \| [^|]+ \|$", read(DOCS / "versions.md"), re.M
    )
    numbers = {what.split(",")[0].split(" (")[0]: int(number) for what, number in rows}

    def schema(pattern: str) -> int:
        (found,) = {tomllib.loads(read(p))["schema"] for p in poses_dir().glob(pattern)}
        return int(found)

    assert numbers == {
        "stretch file": schema("*.toml"),
        "programme": schema("programmes/*.toml"),
        "plan of one's own": max(
            get_args(MyPlan.model_fields["schema_version"].annotation)
        ),
        "numbers that everybody is judged by": schema("judging/*.toml"),
        "summary.json": SUMMARY_SCHEMA,
        "what is kept in JSON": FORMAT,
        "history's database": len(_MIGRATIONS),
        "landmark trace": TRACE_VERSION,
    }
    assert schema("safety/conditions.toml") == numbers["programme"]


RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", re.M)


def test_a_release_has_one_number_and_one_dated_entry() -> None:
    text = read(ROOT / "CHANGELOG.md")
    releases = RELEASE.findall(text)
    assert len(releases) + 1 == len(re.findall(r"^## ", text, re.M))
    assert re.findall(r"^## .*", text, re.M)[0] == "## [Unreleased]"
    numbers = [tuple(map(int, number.split("."))) for number, _ in releases]
    assert numbers == sorted(set(numbers), reverse=True)
    days = [date.fromisoformat(day) for _, day in releases]
    assert days == sorted(days, reverse=True)
    newest, day = releases[0]
    assert fc.__version__ == newest
    citation = read(ROOT / "CITATION.cff")
    assert f"\nversion: {newest}\n" in citation
    assert f"\ndate-released: {day}\n" in citation


def test_the_number_stands_in_one_place() -> None:
    assert (
        "version" in tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["dynamic"]
    )
    (place,) = (p for p in SOURCES if re.search(r"^__version__ = ", read(p), re.M))
    assert place.name == "version.py"


def test_every_name_of_the_api_is_described() -> None:
    page = read(DOCS / "python.md")
    for name in set(fc.__all__) - {"__version__"}:
        assert re.search(rf"`(fc\.)?{name}\b", page), name


# Links and anchors lead somewhere.


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Files that a page links, each with its anchor."""
    text = re.sub(r"```.*?```", "", read(page), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        yield (place / "README.md" if place.is_dir() and anchor else place), anchor


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as they are made of their text."""
    text = re.sub(r"```.*?```", "", read(page), flags=re.S)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.M)
    }


@pytest.mark.parametrize("page", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for place, anchor in links(page):
        assert place.exists(), place
        assert not anchor or anchor in anchors(place), (place.name, anchor)


# Commands that stand in a text are there.

_CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.S)


def typed(path: Path) -> Iterator[str]:
    """Every line in a page that can be typed, without what is said beside it."""
    for block, inline in _CODE.findall(read(path)):
        for line in (block or inline).splitlines():
            yield re.split(r" {3,}|  #", line.strip())[0]


COMMANDS = {name for name, _ in commands()}
LINES = sorted(
    {
        part.strip()
        for path in WRITTEN_BY_HAND
        for line in typed(path)
        for part in line.split("&&")
    }
)


def command_of(line: str) -> tuple[str, list[str]] | None:
    """A line's command as the command line has it, and what follows; None if none."""
    words = shlex.split(line)
    if "formcheck" not in words[0].rsplit("/", 1)[-1:]:
        return None
    name, rest = "formcheck", words[1:]
    while rest and f"{name} {rest[0]}" in COMMANDS:
        name = f"{name} {rest.pop(0)}"
    return name, rest


FORMCHECK = [line for line in LINES if re.match(r"(\S*/)?formcheck( |$)", line)]
MODULES = [line for line in LINES if re.match(r"(\S*/)?python3? -m ", line)]


def test_lines_are_found() -> None:
    assert len(FORMCHECK) > 20 and len(MODULES) > 10


@pytest.mark.parametrize("line", FORMCHECK)
def test_a_command_is_there_with_its_options(line: str, call: Call, data: Path) -> None:
    """It is typed as it stands, but asked for its help."""
    found = command_of(line)
    assert found is not None
    name, rest = found
    groups = {command.rsplit(" ", 1)[0] for command in COMMANDS if " " in command}
    words = name.split()[1:]
    if name in groups and rest:
        assert rest[0].startswith("-"), f"{name} has no command {rest[0]!r}"
    asked = rest if "--version" in rest else [*rest, "--help"]
    status, out, err = call(*words, *asked)
    assert (status, err) == (0, "")
    assert "Usage" in out or asked == rest


@pytest.mark.parametrize("line", MODULES)
def test_a_module_that_is_run_is_there(line: str) -> None:
    module = line.split(" -m ")[1].split()[0]
    assert importlib.util.find_spec(module) is not None, line


@pytest.mark.parametrize(
    "line",
    [
        line
        for line in FORMCHECK
        if line in {"formcheck list", "formcheck programmes", "formcheck show bridge"}
    ],
)
def test_what_needs_nothing_runs(line: str, call: Call, data: Path) -> None:
    status, out, err = call(*line.split()[1:])
    assert (status, err) == (0, "") and out


def test_a_stretch_of_ones_own_as_the_page_says(
    call: Call, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "poses").symlink_to(poses_dir())
    block = read(DOCS / "writing-a-stretch.md").split("```")[1]
    assert "mkdir mine && cp poses/bridge.toml mine/my_bridge.toml" in block
    text = read(tmp_path / "poses/bridge.toml")
    own = tmp_path / "mine/my_bridge.toml"
    own.parent.mkdir()
    own.write_text(text.replace('id = "bridge"', 'id = "my_bridge"'), "utf-8")
    for line in ("check mine/my_bridge.toml", "show my_bridge --poses mine"):
        assert f"formcheck {line}" in block
        status, out, _ = call(*line.split())
        assert status == 0, out


def test_extras_that_are_named_are_there() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    named = {
        extra.strip()
        for path in WRITTEN_BY_HAND
        for extras in re.findall(r"(?:formcheck|\.)\[([a-z, ]+)\]'", read(path))
        for extra in extras.split(",")
    }
    assert named and named <= set(project["optional-dependencies"])
