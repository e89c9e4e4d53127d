"""What a new user met on the way: lists with filters, files of other kinds, whose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from formcheck.core.records.person import Person
from formcheck.edges.people import PeopleFiles
from formcheck.edges.sqlite_store import SqliteStore
from tests.conftest import Call
from tests.sessions import record_of, session_of

ROOT = Path(__file__).parent.parent


def listed(out: str) -> set[str]:
    return {line.split()[0] for line in out.splitlines()[1:] if line[:1].isalpha()}


def test_a_list_has_only_what_somebody_can_do(call: Call) -> None:
    everything = listed(call("list")[1])
    supine = listed(call("list", "--posture", "supine")[1])
    assert "bridge" in supine and len(supine) == 11
    chair = listed(call("list", "--chair")[1])
    assert len(chair) == 8 and all(
        "seated" in name for name in chair - {"shoulder_blade_squeeze"}
    )
    standing = listed(call("list", "--no-kneeling")[1])
    assert standing < everything and not {"cat_cow", "childs_pose"} & standing
    sore = listed(call("list", "--sore-day")[1])
    assert sore < everything and "cat_cow" in sore
    both = listed(call("list", "sciatica", "--chair")[1])
    assert len(both - {"id"}) == 4 and both - {"id"} < chair
    for words in (["--chair", "--posture", "prone"], ["bridge", "--chair"]):
        status, out, _ = call("list", *words)
        assert (status, out) == (0, "None of the stretches is all of that.\n")


def test_a_video_that_is_not_there_is_told_before_its_stretch_is_asked(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = "formcheck: nope.mp4: no such file\n"
    assert call("analyse", "nope.mp4") == (2, "", said)


def test_check_sends_a_plan_to_its_own_check(call: Call, data: Path) -> None:
    data.parent.mkdir(exist_ok=True)
    call("plan", "edit")
    plan = PeopleFiles(data).plan("")
    status, out, err = call("check", plan)
    assert (status, out) == (2, "")
    assert err == f"{plan}: a person's plan: `formcheck plan check {plan}` checks it\n"


def test_the_profile_of_the_documentation_is_right_and_a_wrong_one_is_told(
    call: Call, tmp_path: Path
) -> None:
    page = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "mb.toml"
    path.write_text(text, encoding="utf-8")
    assert call("check", path)[:2] == (0, "1 file: no problems\n")
    for old, new, why in (
        ("bridge]", "brigde]", "'brigde' is not a stretch here (bridge)"),
        ('"disc"', '"disk"', "'disk' is not a condition here (disc)"),
        ("ceiling_deg", "celing_deg", "ceiling_deg"),
    ):
        path.write_text(text.replace(old, new), encoding="utf-8")
        status, _, err = call("check", path)
        assert status == 2 and why in err
    other = tmp_path / "mb.json"
    other.write_text('{"person": "MB", "conditons": []}', encoding="utf-8")
    assert "conditions" in call("check", other)[2]


def test_without_a_name_every_command_is_of_who_had_the_last_session(
    data: Path, bridge_trace: Path, call: Call
) -> None:
    assert call("plan", "edit", "--person", "MB")[0] == 0
    assert "stretch" in call("plan", "show")[1]  # the only person there is
    PeopleFiles(data).write(Person(person="Ann"))
    with SqliteStore(data) as store:
        record = record_of(bridge_trace)
        store.keep(session_of([record], "a", "Ann", "2026-11-01"), [bridge_trace])
        store.keep(session_of([record], "b", "MB", "2026-11-02"), [bridge_trace])
    told = "formcheck: of MB; --person names another\n"
    assert "MB, 1 session" in call("progress")[1]
    for words in (("plan", "show"), ("plan", "check"), ("person", "show")):
        status, _, err = call(*words)
        assert (status, err) == (0, told), words
    assert call("plan", "show", "--person", "MB")[2] == ""
    status, _, err = call("person", "forget", "--yes")
    assert status == 2 and "say whose, as in --person MB" in err
