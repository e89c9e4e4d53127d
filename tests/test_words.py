"""Every sentence for people is in the one catalogue, and none is said outside it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path

import pytest

import formcheck
from formcheck.core.body.landmarks import Side
from formcheck.core.body.view import Posture, View
from formcheck.core.judge.amounts import Amounts
from formcheck.core.programme.place import Place
from formcheck.core.stretch.spec import Mode
from formcheck.core.words.names import WORDS as NAMES
from tools.make_catalogue import (
    CATALOGUE,
    COUNTS,
    ONE_FORM,
    catalogue,
    places,
    problems,
    sentences,
)

PACKAGE = Path(formcheck.__file__).resolve().parent
ALL = list(sentences())
AGAIN = "run `python -m tools.make_catalogue` after changing a sentence"

SAYS = {"say", "say_many", "say_heads", "marked"}

QUIET = {
    "Argument",  # --help
    "BadParameter",  # an error
    "Field",  # what the schema of summary.json says of a field
    "Option",
    "Problem",  # an error in a file of the user's
    "Typer",
    "TypeVar",
    "_left_out",  # a log
    "_python",  # code for another Python
    "compile",
    "filterwarnings",  # the text of another library's warning
    "warning",  # a log
}
"""Calls whose strings are not for the page, the voice, reports or results."""

WHOLE = {
    "core/programme/camera.py": "why a programme's file is wrong: errors",
    "core/programme/rules.py": "the same",
    "core/safety/rules.py": "where each rule is from, for docs/safety.md",
    "core/session/moves.py": "the table of transitions, for docs/",
    "core/stretch/rules.py": "what is wrong in a stretch file: errors",
    "core/words/expected.py": "what is wrong with a value in a file: errors",
    "app/history/tables.py": "what columns are, in English as their names are",
    "edges/database.py": "SQL",
    "edges/figures.py": "SVG; its text is handed in",
    "web/guard.py": "HTTP headers",
    "web/door.py": "cookies and HTML around what is said",
    "web/scripted.py": "plays a session for tests",
}
"""Files that say nothing to people, and why."""

TEXTS = {
    "lower left",  # where matplotlib puts a legend
    # Errors: what went wrong, by name, before they are raised or shown.
    "1 session is",
    "0 sessions are",
    "people's files are",
    "the history in 0",
    "its history",
    "0: not a plan, or damaged",
    "not a file",
    "its times are none",
    "a place that is nowhere",
    "lines of the room that none can have",
    "pictures without a size",
    "what stood still was seen",
    "what became of a frame is not known",
    "a reason that is not known",
    "what is said of the recording",
    "no such file",
    "nobody was seen in it, no angle was measured, or no trace can be read",
    "it was kept without a landmark trace",
    "no plan is kept yet; `formcheck plan edit` begins one",
    "the worker died",
    "the process that analysed it died",
    "analysis stopped: 0",
    "cannot write: 0",
    "  (the last 0 of 0)",  # for menders
    "0: analysis stopped: 0",
    "its name is not UTF-8: give it another",
    "that is not a message",
    "not a port",
    "no such figure\n",
    "No such command",
    " There are, after `formcheck 0`: 0",
    "0: which stretch is it? Say --stretch, as in --stretch 0; `formcheck list` has "
    "them all",
    "0: which stretch is it? Say --stretch, or begin the name of it or of its folder "
    "with the stretch's, as in bridge_anna.mp4",
    "Invalid value: ",
    "0 is not a stretch, nor what one involves",
    "0 is not a stretch here",
    "0 is planned, and `avoid` rules it out",
    "0 is not done one side at a time",
    "0 has no range to end",
    "0 is not between the start and the end, 0 to 0",
    "0 is timed, and its range not judged",
    "0 measures no goniometer's movement: { own_range = 0.8 }, say",
    'here as { movement = "0", max_deg = ... }',
    "give a share or a movement, not both",
    "0 is before 0",
    "none of these is from 0 to 0",
    "a number in the stretch's own measure; a table needs `schema = 2`",
    # What advice is looked for by, and what of it is ours: on the page of docs/.
    "leg pain",
    "getting up",
    "half an hour",
    "that such a day is gentle",
    "the roll onto the side, as this program asks for it from the floor",
    # Names that are the same in every language.
    "Python",
    "Observation",
    "Bundle",
    "Patient",
    "Device",
    "Formcheck",
    "Left",
    "Right",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Exercise duration",
    "Range of joint movement",
    "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
    "formcheck summary.json, schema 0",
    # For programs: values of reps.csv, styles, SQL, headers, matplotlib, OpenCV.
    "own range hold",
    "bold yellow",
    "dim italic",
    "Authorization",
    "Location",
    "DESCRIBE 0 RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n",
    "Date",
    "Hg",
    "img-src data:",
    'attachment; filename="formcheck-report.html"',
}
"""Texts that are not sentences for people; of a format, places are 0."""

SENTENCE = re.compile(r"[A-Za-z]{2,}['’]?[a-z]*[,;:.]? [A-Za-z]|^[A-Z][a-z]+[.:!?]?$")
"""Two words in a row, or a label of one."""

SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|ATTACH|DETACH|PRAGMA) ")


def python_files() -> list[Path]:
    return [
        path
        for part in ("core", "app", "edges", "web", "cli")
        for path in sorted((PACKAGE / part).rglob("*.py"))
        if path.relative_to(PACKAGE).as_posix() not in WHOLE
    ]


def name_of(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def outside(node: ast.AST) -> Iterator[str]:
    """Yield what looks like words for people below a node, and is not said."""
    children = ast.iter_child_nodes(node)
    match node:
        case ast.Raise() | ast.Assert() | ast.Expr(value=ast.Constant()):
            return
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return
        case ast.AugAssign(target=ast.Name(id="__all__")):
            return
        case ast.Call(func=func):
            name = name_of(func)
            if name in SAYS | QUIET or name.endswith("Error"):
                # What fills the places of a sentence may have to be said itself.
                children = iter(node.keywords if name in SAYS else ())
        case ast.ClassDef(bases=bases):
            if any(name_of(base) in ("Enum", "StrEnum", "_Kept") for base in bases):
                children = (n for n in node.body if isinstance(n, ast.FunctionDef))
        case ast.Constant(value=str(text)):
            if SENTENCE.search(text) and not SQL.match(text):
                yield text
        case ast.JoinedStr(values=values):
            parts = [v.value if isinstance(v, ast.Constant) else "0" for v in values]
            text = "".join(map(str, parts))
            if SENTENCE.search(text) and not SQL.match(text):
                yield text
            children = (v for v in values if not isinstance(v, ast.Constant))
        case _:
            pass
    for child in children:
        yield from outside(child)


def test_no_sentence_stands_outside_the_catalogue() -> None:
    found = {
        path.name: set(outside(ast.parse(path.read_text(encoding="utf-8")))) - TEXTS
        for path in python_files()
    }
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_what_is_left_out_is_still_there() -> None:
    found = {
        text
        for path in python_files()
        for text in outside(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found >= TEXTS
    assert all((PACKAGE / name).is_file() for name in WHOLE)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('out.info("Take your time.")', ["Take your time."]),
        ('text = f"{n} of them"', ["0 of them"]),
        ('title = "Camera"', ["Camera"]),
        ('say("Now the {side}.", side="left or right")', ["left or right"]),
        ('out.info(say("Take your time."))', []),
        ('raise PlanError("there is a plan already")', []),
    ],
)
def test_a_sentence_outside_is_found(code: str, found: list[str]) -> None:
    assert list(outside(ast.parse(code))) == found


# JavaScript ---------------------------------------------------------------------

TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|/\^[^\n]*?/|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`""", re.S
)
MARKUP = re.compile(
    r"\b(?:class|className|d|fillStyle|font|transform|viewBox)\s*[:=]\s*$"
    r"|\b(?:import .* from|querySelector(?:All)?\(|closest\()\s*$"
)
"""What stands before strings for the browser alone."""

BROWSER = {
    "Enter",
    "Escape",
    "Tab",
    "bone far",
    "options list",
    "use strict",
    "(prefers-reduced-motion: reduce)",
}
"""Keys, classes and the like that stand elsewhere."""


def outside_in_javascript(text: str) -> Iterator[str]:
    """Yield strings of a script that look like words for people, and are not said."""
    for token in TOKEN.finditer(text):
        string, before = token[0], text[: token.start()].rstrip()
        if string[0] == "/" or MARKUP.search(before):
            continue
        words = re.sub(r"\$\{(?:[^{}]|\{[^}]*\})*\}", "0", string[1:-1])
        if not SENTENCE.search(words) or words in BROWSER:
            continue
        if not re.search(r"\bsay(?:Many)?\((?:\"[^\"]*\",)?$", before):
            yield words


def scripts() -> list[Path]:
    return sorted((PACKAGE / "web/static").glob("*.js"))


@pytest.mark.parametrize("path", scripts(), ids=lambda p: p.name)
def test_no_sentence_of_the_page_stands_outside_the_catalogue(path: Path) -> None:
    assert not list(outside_in_javascript(path.read_text(encoding="utf-8")))


def test_every_sentence_of_the_page_is_gathered() -> None:
    """Babel does not look into what fills a sentence: nothing may be said there."""
    gathered = {one.forms[0] for one in ALL if one.source == "JavaScript"}
    for path in scripts():
        said = re.findall(r'say(?:Many)?\("([^"]*)"', path.read_text(encoding="utf-8"))
        assert set(said) <= gathered, path.name


# Templates ----------------------------------------------------------------------

READ_OUT = {"alt", "title", "aria-label", "placeholder"}


class Text(HTMLParser):
    """What a page says outside its template's places, styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.found += [v or "" for name, v in attrs if name in READ_OUT]

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts.append(data)
        elif self.inside != "style":
            self.found.append(data)


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "data").glob("*.j2")), ids=lambda p: p.name
)
def test_no_sentence_stands_in_a_template(path: Path) -> None:
    page = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "0", path.read_text(encoding="utf-8"))
    text = Text()
    text.feed(page)
    found = {word for part in text.found for word in re.findall(r"[A-Za-z]{2,}", part)}
    # The program, a file's name, and an answer of no row.
    assert found <= {"formcheck", "index", "csv"}
    assert not [word for one in text.scripts for word in outside_in_javascript(one)]


# The catalogue ------------------------------------------------------------------


def test_the_catalogue_is_what_the_tool_writes() -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == catalogue(), AGAIN


def test_every_place_has_a_plain_name() -> None:
    assert not [line for one in ALL for line in problems(one)]


@pytest.mark.parametrize(
    ("forms", "wrong"),
    [
        (("{n} reps",), True),
        (("all {n} earlier sessions",), True),
        (("{done} of {planned} are done",), True),
        (("{n} of them smaller",), True),
        (("{n} rep", "{n} reps"), False),
        (("session {number}",), False),
        (("{n} x {seconds} s",), False),
    ],
)
def test_a_number_of_things_has_a_form_for_one(
    forms: tuple[str, ...], wrong: bool
) -> None:
    sentence = ALL[0]._replace(forms=forms)
    assert bool(list(problems(sentence))) is wrong


def test_every_sentence_of_one_form_is_there_and_has_a_number() -> None:
    alone = {one.forms[0] for one in ALL if len(one.forms) == 1}
    assert set(ONE_FORM) <= alone
    assert all(COUNTS.intersection(places(text)) for text in ONE_FORM)


AMOUNTS = {field.name for field in fields(Amounts) if field.type == "int"}


def is_count(node: ast.expr) -> bool:
    """Whether a value is a number of things: a length, one of the amounts, or a sum."""
    if isinstance(node, ast.BinOp):
        return is_count(node.left) or is_count(node.right)
    if isinstance(node, ast.Call):
        return name_of(node.func) == "len"
    return isinstance(node, ast.Attribute) and node.attr in AMOUNTS


def test_a_number_of_things_fills_the_place_of_one() -> None:
    """Or else the form for one would not be asked for."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in python_files())
    filled = [
        keyword
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) in ("say", "say_many")
        for keyword in node.keywords
        if is_count(keyword.value)
    ]
    assert filled
    assert {keyword.arg for keyword in filled} <= COUNTS


def test_every_place_is_filled() -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in python_files())
    for node in (node for tree in trees for node in ast.walk(tree)):
        if not isinstance(node, ast.Call) or name_of(node.func) not in SAYS - {
            "marked"
        }:
            continue
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if texts:
            wanted = {place for text in texts for place in places(str(text))}
            filled = {str(keyword.arg) for keyword in node.keywords}
            counted = {"n"} if name_of(node.func) == "say_many" else set()
            assert wanted - counted == filled - counted, ast.unparse(node)


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a module runs when it is imported, defaults of arguments too."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            given = [*child.args.defaults, *child.args.kw_defaults]
            for default in (one for one in given if one is not None):
                yield default
                yield from at_import(default)
        else:
            yield child
            yield from at_import(child)


def test_nothing_is_said_before_the_language_is_known() -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in python_files())
    for node in (node for tree in trees for node in at_import(tree)):
        if isinstance(node, ast.Call):
            assert name_of(node.func) not in SAYS - {"marked"}, ast.unparse(node)


@pytest.mark.parametrize("kind", [Posture, View, Place, Mode])
def test_every_value_that_tables_show_has_words(kind: type[StrEnum]) -> None:
    assert {value.value for value in kind} <= set(NAMES)
    assert {side.word for side in Side} | {"both"} <= set(NAMES)
