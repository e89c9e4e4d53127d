"""With another language in use, all that is read and heard is in it: nothing is put
into words when a module is imported, or before it is known which language it is.
"""

from __future__ import annotations

import gettext
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from rich.console import Console

from formcheck.app.report.report import render_report
from formcheck.app.terminal.results import show_result
from formcheck.core.records.session import PlannedSet, Stop
from formcheck.core.safety.screening import Known, next_question
from formcheck.core.safety.triage import outcome_of
from formcheck.core.session.states import Step
from formcheck.core.words.catalogue import and_list, say, say_heads, say_many, use
from formcheck.core.words.names import view_name, words_of
from formcheck.resources import translations
from formcheck.web.words import page_words
from tests.app.acting import OPEN, Stage
from tests.app.test_engine import Person, chosen, port
from tests.app.test_report import words
from tests.core.safety import CONDITIONS
from tests.core.stretches import HOLD, stretch
from tests.numbers import SHIPPED
from tests.sessions import (
    HEAD,
    SORE,
    bridge,
    bridges,
    record_of,
    session_of,
    write_trace,
)
from tools.make_catalogue import sentences

STATIC = Path(__file__).resolve().parents[1] / "src/formcheck/web/static"


class Marking(gettext.NullTranslations):
    """A language in which each sentence is the English one between ⟦ and ⟧; so is each
    head of a table's columns.
    """

    def __init__(self) -> None:
        super().__init__()
        self.known = {form for one in sentences() for form in one.forms}

    def gettext(self, message: str) -> str:
        if message not in self.known:
            return message
        return " | ".join(f"⟦{part}⟧" if part else "" for part in message.split(" | "))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def marking() -> Iterator[None]:
    before = use(Marking())
    yield
    use(before)
    while OPEN:
        OPEN.pop().close()


def bare(text: str, own: str) -> set[str]:
    """Words of a text that are in no catalogue, nor in `own`: those of stretches."""
    inner = re.compile(r"⟦[^⟦⟧]*⟧")
    while inner.search(text):
        text = inner.sub("", text)
    assert not set("⟦⟧") & set(text), "a sentence was cut"
    known = set(re.findall(r"[a-z]{2,}", own.lower()))
    return set(re.findall(r"[a-z]{2,}", text.lower())) - known


def prose(spec: Any) -> str:
    """All that a stretch file says."""
    return str(spec.model_dump()).replace("_", " ")


def test_results_and_the_report(marking: None, tmp_path: Path) -> None:
    trace = write_trace(tmp_path / "one.npz", bridges(3, over=True).seen())
    record = record_of(trace)
    session = session_of(
        [record],
        pain=SORE.model_copy(update={"site": ()}),
        planned=(PlannedSet(stretch="bridge"),),
        stops=(Stop(time_s=31.0, stretch="bridge", why="pain"),),
        days_a_week=5,
    )
    own = f"{prose(bridge())} AB {HEAD['source']} {HEAD['model']}"
    console = Console(file=io.StringIO(), width=1000)
    show_result(console, record.result)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "⟦Reps⟧" in printed
    assert bare(printed, own) == set()
    html = render_report(session, [trace], judging=SHIPPED)
    assert "⟦For the physiotherapist⟧" in html
    assert bare(words(html), own) == set()


def test_a_live_session(marking: None, tmp_path: Path) -> None:
    spec = stretch(HOLD | {"hold": HOLD["hold"] | {"seconds": 12}})
    stage = Stage(port(spec), Person(hold_s=13.0), tmp_path)
    stage.run(0.5)
    chosen(stage)
    stage.until(Step.STRETCH)
    stage.run(3.0)
    stage.do(do="pause")
    stage.run(0.5)
    stage.do(do="resume")
    stage.until(Step.AFTER, 300)
    stage.do(do="answer", id="pain_after", value=1)
    stage.do(do="answer", id="felt", value="easier")
    stage.do(do="answer", id="note", value="")
    stage.until(Step.SUMMARY, 5)
    stage.run(0.2)
    said = stage.said()
    assert len(set(said)) > 12
    own = prose(spec)
    assert bare("\n".join(said), own) == set()
    screens = [event["screen"] for event in stage.events("screen")]
    assert {one["step"] for one in screens} >= {"choose", "camera", "show", "summary"}
    read = "\n".join(text for one in screens for text in shown(one))
    assert bare(read, own) == set()


NOT_READ = {
    "step", "do", "id", "kind", "posture", "value", "stretch", "side", "status", "why",
    "session", "severity", "folder", "measure", "planned_side", "by", "ok", "unit",
    "last", "taster",
}  # fmt: skip
"""Of a screen, by key: for the page's code."""


def shown(message: Any) -> Iterator[str]:
    """Yield what the page shows of a message."""
    if isinstance(message, str):
        yield message
    elif isinstance(message, dict):
        for key, value in message.items():
            if key not in NOT_READ:
                yield from shown(value)
    elif isinstance(message, list):
        for value in message:
            yield from shown(value)


def test_questions_that_were_asked(marking: None) -> None:
    known = Known(
        full=True,
        checked={"fever": "2026-11-01"},
        conditions=tuple(CONDITIONS.values()),
        has=("stenosis",),
    )
    own = " ".join(one.label for one in CONDITIONS.values())
    answers: dict[str, Any] = {}
    asked = []
    while (found := next_question(answers, known)) is not None:
        question = found[0]
        asked += list(shown(question.message))
        answers[question.id] = {
            "signs": ["fever"],
            "checked_fever": "checked",
            "changed": True,
            "pain_before": 3,
        }.get(question.id, [])
    assert len(asked) > 40
    assert bare("\n".join(asked), own) == set()
    outcome = outcome_of({"today": ["worse"], "history": ["cancer"]}, known)
    assert len(outcome.lines) == 2
    for day in (outcome, outcome_of({"today": ["spasm"]}, known)):
        assert bare("\n".join([day.title, *day.lines]), "") == set()


def polish(tmp_path: Path) -> gettext.GNUTranslations:
    """Some sentences in a language with three plurals, as it would be kept."""
    lines = [
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && '
        '(n%100<10 || n%100>=20) ? 1 : 2);\\n"',
        "",
        'msgid "{n} minute"',
        'msgid_plural "{n} minutes"',
        'msgstr[0] "{n} minuta"',
        'msgstr[1] "{n} minuty"',
        'msgstr[2] "{n} minut"',
        "",
        'msgid "Same as {when}"',
        'msgstr "{when}: to samo"',
        "",
        'msgid "{names} and {last}"',
        'msgstr "{names} i {last}"',
        "",
        'msgid "measure | why | for"',
        'msgstr "miara | dlaczego | jak"',
    ]
    compiled = tmp_path / "pl/LC_MESSAGES/formcheck.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as out:
        write_mo(out, read_po(io.StringIO("\n".join(lines)), locale="pl"))
    found = translations(["pl"], tmp_path)
    assert isinstance(found, gettext.GNUTranslations)
    return found


def test_places_may_change_their_order_and_plurals_are_the_languages(
    tmp_path: Path,
) -> None:
    before = use(polish(tmp_path))
    try:
        assert say("Same as {when}", when="wczoraj") == "wczoraj: to samo"
        minutes = [say_many("{n} minute", "{n} minutes", n) for n in (1, 3, 5, 22)]
        assert minutes == ["1 minuta", "3 minuty", "5 minut", "22 minuty"]
        assert and_list(["a", "b", "c"]) == "a, b i c"
        assert say_heads("measure | why | for") == ["miara", "dlaczego", "jak"]
        assert say("in no catalogue") == "in no catalogue"
        assert say("") == ""
    finally:
        use(before)
    assert say("Same as {when}", when="yesterday") == "Same as yesterday"
    assert and_list(["a"]) == "a"


def test_the_page_says_it_in_the_same_words(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node")
    found = page_words(polish(tmp_path))
    code = f"""
        globalThis.document = {{
          getElementById: () => ({{ textContent: {json.dumps(json.dumps(found))} }}),
        }};
        const {{ say, sayMany }} = await import("{STATIC.as_uri()}/words.js");
        const minutes = (n) => sayMany("{{n}} minute", "{{n}} minutes", n);
        console.log(say("Same as {{when}}", {{ when: "wczoraj" }}), say("Go on"));
        console.log([1, 3, 5, 22, 112, 1003].map(minutes).join());
    """
    run = subprocess.run(
        [node, "--input-type=module", "-e", code], capture_output=True, text=True
    )
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "wczoraj: to samo Go on",
        "1 minuta,3 minuty,5 minut,22 minuty,112 minut,1003 minuty",
    ]


def test_names_of_files_are_said_too(marking: None) -> None:
    assert words_of("left") == "⟦left⟧"
    assert words_of("knee_bend") == "knee bend"
    assert view_name("side") == "⟦the side⟧"


def test_english_sends_the_page_nothing() -> None:
    assert page_words(gettext.NullTranslations()) == {}
