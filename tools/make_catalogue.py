"""Write src/formcheck/locale/formcheck.pot: `python -m tools.make_catalogue`.

Every sentence for people, from Python, JavaScript and the templates of pages, as
translators take them; a test holds the file equal to what stands in the code. No dates
and no line numbers: it changes where a sentence does.
"""

from __future__ import annotations

import ast
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_javascript
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "src/formcheck/locale/formcheck.pot"

_KEYWORDS: dict[str, Any] = {
    "say": None,
    "marked": None,
    "say_heads": None,
    "say_many": (1, 2),
    "sayMany": (1, 2),
}
"""What marks a sentence; two arguments are its forms for one and for many."""


def extract_calls(
    fileobj: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Find marked sentences in Python as Babel asks it; calls may stand in calls."""
    for node in ast.walk(ast.parse(fileobj.read())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in keywords:
            texts = [
                a.value
                if isinstance(a, ast.Constant) and isinstance(a.value, str)
                else None
                for a in node.args
            ]
            yield node.lineno, node.func.id, tuple(texts), []


COUNTS = frozenset({"n", "done", "counted", "failed", "of", "planned", "reps"})
"""Places that a number of things fills: what stands about it may go by the number."""

ONE_FORM = {
    "of {planned}": "a number alone, beside the number done",
    "{done} of {planned}": "numbers alone, in a cell or on a card",
    "{set} of {of}": "numbers alone: which of all sets it is",
    "Question {number} of {of}": "numbers alone: which of all questions it is",
    "{phase}: {held} of {planned} s": "seconds, by their sign",
    "{held} of {planned} s": "seconds, by their sign",
    "{n} a side x {seconds} s": "a product, as doses are written",
    "{n} x {seconds} s": "a product, as doses are written",
    "{reps} x {seconds} s{how}, rest {rest} s": "a product, as doses are written",
    "{stretch}: {measure}, usual (median of {n})": "a number alone, as in statistics",
    # Filled with sentences that have their own forms.
    "{done}, {failed}.": "sentences",
    "{done}, {before}, {failed}.": "sentences",
    "{stretch}: {done}; {held}.": "sentences",
    "{video}: {stretch}, {done}.": "sentences",
}
"""Sentences with one form for all numbers, and why; `say_many` has the others."""

_SOURCES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("Python", "src/formcheck/**/*.py", extract_calls),
    ("JavaScript", "src/formcheck/web/static/*.js", extract_javascript),
    ("templates", "src/formcheck/data/*.j2", babel_extract),
)

_HEADER = """\
# Every sentence of formcheck for people. By tools/make_catalogue.py: edit the code.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


class Sentence(NamedTuple):
    """One sentence where it stands. forms: one, or those for one and for many."""

    source: str
    path: str
    line: int
    forms: tuple[str, ...]


def sentences() -> Iterator[Sentence]:
    """Yield every sentence of the code, in the order of files and lines."""
    for source, pattern, method in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            content = io.BytesIO(path.read_bytes())
            options = {"silent": "false", "encoding": "utf-8"}
            for line, found, _, _ in extract(method, content, _KEYWORDS, (), options):
                forms = (found,) if isinstance(found, str) else tuple(found)
                yield Sentence(source, name, line, forms)


def places(text: str) -> list[str]:
    """Return what stands in a sentence's braces; a place is a plain name."""
    return re.findall(r"\{([^{}]*)\}", text)


def problems(sentence: Sentence) -> Iterator[str]:
    """Yield what is wrong with a sentence's places."""
    where = f"{sentence.path}:{sentence.line}"
    for form in sentence.forms:
        bad = [place for place in places(form) if not place.isidentifier()]
        if bad or form.count("{") != form.count("}"):
            yield f"{where}: a place in {form!r} has no plain name"
    one, *many = sentence.forms
    counts = COUNTS.intersection(places(one))
    if counts and not many and one not in ONE_FORM:
        yield f"{where}: {one!r} has one form for all numbers: say_many"
    if len({frozenset(places(form)) - {"n"} for form in sentence.forms}) > 1:
        yield f"{where}: {sentence.forms} have other places"


def catalogue() -> str:
    """Return the catalogue as a gettext template."""
    found = Catalog(charset="utf-8")
    for one in sentences():
        forms = one.forms[0] if len(one.forms) == 1 else one.forms
        # Babel takes a place without a line, though its types ask for one.
        place: Any = (one.path, None)
        found.add(forms, locations=[place])
    out = io.BytesIO()
    write_po(
        out, found, omit_header=True, sort_output=True, include_lineno=False, width=88
    )
    return _HEADER + out.getvalue().decode("utf-8").lstrip()


def main() -> None:
    found = list(sentences())
    wrong = [line for one in found for line in problems(one)]
    if wrong:
        raise SystemExit("\n".join(wrong))
    CATALOGUE.parent.mkdir(exist_ok=True)
    CATALOGUE.write_text(catalogue(), encoding="utf-8")
    for source, count in Counter(
        s for s, _ in {(o.source, o.forms) for o in found}
    ).items():
        print(f"{source}: {count} sentences")
    print(f"together: {len({one.forms[0] for one in found})}")


if __name__ == "__main__":
    main()
