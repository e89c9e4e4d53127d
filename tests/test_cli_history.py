"""`sessions` and `progress`, as a user runs them."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.app.history import rejudging
from formcheck.app.history.store import summary_text
from formcheck.core.judge.result import SetResult
from formcheck.core.records.session import LeftEarly, Stop
from formcheck.core.words.reasons import StopReason
from formcheck.edges.journal import Journal
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.resources import poses_dir
from formcheck.stretches.judging import FILE, judging_of
from tests.conftest import Call
from tests.numbers import SHIPPED
from tests.sessions import record_of, session_of


def test_sessions_are_listed_latest_first_and_by_person(kept: Path, call: Call) -> None:
    status, out, err = call("sessions", "list")
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()[1:]] == ["3", "2", "1", "4"]
    assert "Bridge" in out
    assert "3 → 3 → 3" in out
    assert max(map(len, out.splitlines())) <= 80
    _, out, _ = call("sessions", "list", "--person", "CD")
    assert len(out.splitlines()) == 2
    _, out, _ = call("sessions", "list", "--since", "2026-11-04")
    assert len(out.splitlines()) == 3


def test_what_fits_no_session_is_told_from_none_that_is_kept(
    kept: Path, call: Call
) -> None:
    for words in (
        ("sessions", "list", "--since", "2999-01-01"),
        ("progress", "--stretch", "triangle"),
        ("progress", "--since", "2999-01-01"),
    ):
        status, out, _ = call(*words)
        assert status == 0
        assert "4 sessions are kept, and none is of what was asked for" in out
        assert "No session is kept yet" not in out


def test_whose_sessions_there_are_is_told_where_somebody_has_none(
    data: Path, bridge_trace: Path, call: Call
) -> None:
    words = ("progress", "--person", "EF")
    said = "formcheck: no session of 'EF' is kept"
    assert call(*words) == (2, "", f"{said}, nor of anybody else\n")
    record = record_of(bridge_trace)
    with SqliteStore(data) as store:
        store.keep(session_of([record], "a", "", "2026-11-01"), [bridge_trace])
    assert call(*words)[2] == f"{said}; there are those of somebody without a name\n"
    with SqliteStore(data) as store:
        store.keep(session_of([record], "b", "AB", "2026-11-02"), [bridge_trace])
    assert (
        call(*words)[2] == f"{said}; there are those of 'AB', somebody without a name\n"
    )


def test_a_session_is_shown_whole(kept: Path, call: Call) -> None:
    status, out, _ = call("sessions", "show", "last")
    assert status == 0
    assert "Session 3, 2026-11-12 07:30" in out
    assert "=cmd|'/c calc'!A1 <script>" in out
    assert "3 → 3 → 3, below knee, left buttock" in out
    assert "ease off" in out
    assert "unsafe" not in out.lower()
    assert "what became of it" not in out
    status, more, _ = call("sessions", "show", "last", "--explain")
    assert status == 0
    assert "Movements" in more and "what became of it" in more


def test_a_note_and_the_morning_after(kept: Path, call: Call) -> None:
    status, _, _ = call(
        "sessions", "note", "4", "felt good", "--pain-next-morning", "1", "--site=hip"
    )
    assert status == 0
    _, out, _ = call("sessions", "show", "4")
    assert "Note: felt good" in out
    assert "? → ? → 1, hip" in out
    call("sessions", "note", "4", "--pain-before", "2")
    _, out, _ = call("sessions", "show", "4")
    assert "2 → ? → 1, hip" in out
    assert "Note: felt good" in out


def test_progress_tells_range_pain_and_weeks(kept: Path, call: Call) -> None:
    status, out, err = call("progress")
    assert (status, err) == (0, "")
    assert "AB, 3 sessions, 2026-11-02 to 2026-11-12" in out
    assert "within measurement error" in out
    assert "5 → 3" in out  # pain before
    assert "2026-11-02 2 of 3" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80
    assert "CD, 1 session, 2026-11-01" in call("progress", "--person", "CD")[1]
    assert "and none is of what" in call("progress", "--stretch", "cobra")[1]


def test_rejudging_an_unchanged_stretch_changes_no_byte(kept: Path, call: Call) -> None:
    with SqliteStore(kept) as store:
        before = store.get(1).session.summary
    status, out, _ = call("sessions", "rejudge", "1", "--save")
    assert status == 0
    assert "the same in every number" in out
    with SqliteStore(kept) as store:
        after = store.get(1).session.summary
        assert store.get(1).traces[0]
    then, now = before["session"]["judged_at"], after["session"]["judged_at"]
    assert now != then
    assert summary_text(after).replace(now, then) == summary_text(before)


def test_rejudging_by_other_rules_says_what_changed(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    poses = tmp_path / "poses"
    poses.mkdir()
    text = (poses_dir() / "bridge.toml").read_text(encoding="utf-8")
    text = text.replace("above = 198", "above = 212")
    text = text.replace("exit = [150, 215]", "exit = [150, 216]")
    (poses / "bridge.toml").write_text(text, encoding="utf-8")
    status, out, err = call("sessions", "rejudge", "1", "--poses", poses)
    assert status == 0, err
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "1 Bridge ease-off moments 1 0" in lines
    # Without --save nothing is kept.
    assert "the same in every number" in call("sessions", "rejudge", "1")[1]


def test_rejudging_what_is_no_stretch_any_more(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    poses = tmp_path / "poses"
    poses.mkdir()
    (poses / "cobra.toml").write_bytes((poses_dir() / "cobra.toml").read_bytes())
    status, out, _ = call("sessions", "rejudge", "1", "--poses", poses)
    assert status == 0
    assert "there is no such stretch any more" in out


def test_what_is_deleted_is_gone(kept: Path, call: Call) -> None:
    for words in (("1",), ("1", "2")):
        status, _, err = call("sessions", "delete", *words)
        assert status == 2
        named = "session 1" if len(words) == 1 else "sessions 1, 2"
        assert err == f"formcheck: --yes is needed to delete {named}\n"
    status, out, _ = call("sessions", "delete", "1", "2", "--yes")
    assert (status, out) == (
        0,
        "2 sessions deleted for good.\n"
        "Not removed, wherever they are: backups, exports, replays and results "
        "folders.\n",
    )
    assert len(list((kept / "traces").iterdir())) == 2
    assert call("sessions", "delete", "--all", "--yes")[0] == 0
    assert "No session is kept yet" in call("sessions", "list")[1]
    assert list((kept / "traces").iterdir()) == []


def test_what_is_deleted_is_not_offered_again_as_cut_off(
    kept: Path, call: Call
) -> None:
    for uid in ("ab1", "cd", "cut_off"):
        with Journal(kept / "journal", uid) as journal:
            journal.write({"kind": "session"})
    call("sessions", "delete", "2", "--yes")
    left = {path.stem for path in (kept / "journal").iterdir()}
    assert left == {"cd", "cut_off"}
    with Journal(kept / "journal", "going_on"):
        call("sessions", "delete", "--all", "--yes")
        left = {path.stem for path in (kept / "journal").iterdir()}
        assert left == {"going_on"}


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("sessions show 99", "there is no session 99"),
        ("sessions show x", "'x' is not a session"),
        ("sessions show 99999999999999999999", "is not a session"),
        ("sessions delete", "give the sessions to delete"),
        ("sessions delete 1 --all", "give the sessions to delete"),
        ("sessions delete 99 --yes", "there is no session 99"),
        ("sessions delete 1", "--yes is needed"),
        ("sessions list --person EF", "no session of 'EF' is kept"),
        ("sessions list --since yesterday", "--since yesterday: a date"),
        ("sessions note 1 --pain-before 11", "--pain-before"),
        ("progress --person EF", "no session of 'EF' is kept"),
        ("progress --stretch brige", "did you mean bridge?"),
        ("backup data", "is there already"),
        ("backup none/all.zip", "cannot write to none/all.zip"),
        ("restore none.zip", "none.zip: no such file"),
        ("restore data/history.sqlite3", "not a backup"),
        ("restore evil.zip --replace", "has no place in a backup"),
        ("restore other.zip --replace", "not a backup"),
        ("restore broken.zip --replace", "damaged"),
    ],
)
def test_bad_input_is_one_plain_line_and_changes_nothing(
    kept: Path, call: Call, tmp_path: Path, command: str, words: str
) -> None:
    with zipfile.ZipFile("evil.zip", "w") as archive:
        archive.writestr("history.sqlite3", b"")
        archive.writestr("../outside.txt", b"")
    with zipfile.ZipFile("other.zip", "w") as archive:
        archive.writestr("letter.txt", b"")
    with zipfile.ZipFile("broken.zip", "w") as archive:
        archive.writestr("history.sqlite3", b"no database" * 1000)
    status, out, err = call(*command.split())
    assert (status, out) == (2, "")
    assert words in err
    (line,) = err.splitlines()
    assert line.startswith("formcheck: ")
    assert not (tmp_path / "outside.txt").exists()
    assert not list(kept.glob(".restoring-*"))
    assert len(call("sessions", "list")[1].splitlines()) == 5


def test_the_kept_summary_is_as_its_schema_says(kept: Path) -> None:
    import jsonschema

    from formcheck.resources import summary_schema

    schema = json.loads(summary_schema().read_text(encoding="utf-8"))
    with SqliteStore(kept) as store:
        summary = store.get(3).session.summary
    jsonschema.Draft202012Validator(schema).validate(summary)
    bad = {**summary, "session": {**summary["session"], "extra": 1}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(bad)


@pytest.mark.parametrize("group", ["sessions", "plan", "person", "programmes"])
def test_a_group_alone_shows_its_help_and_nothing_else(
    data: Path, call: Call, group: str
) -> None:
    _, out, err = call(group)
    assert out and err == ""


def other_numbers(folder: Path) -> Path:
    """A folder with the bridge, and with one of the numbers changed a little."""
    poses = folder / "poses"
    (poses / FILE.parent).mkdir(parents=True)
    (poses / "bridge.toml").write_bytes((poses_dir() / "bridge.toml").read_bytes())
    text = (poses_dir() / FILE).read_text(encoding="utf-8")
    name = "[judge.rep.returned_at_end]\nvalue = "
    (poses / FILE).write_text(text.replace(f"{name}0.6", f"{name}0.61"), "utf-8")
    return poses


def test_a_session_keeps_by_which_numbers_it_was_judged(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    poses = other_numbers(tmp_path)
    other = judging_of(poses).digest
    assert other != SHIPPED.digest
    status, out, err = call("sessions", "rejudge", "1", "--poses", poses, "--save")
    assert (status, err) == (0, "")
    assert "the same in every number" in out
    assert "It had been judged by other numbers than those of now." in out
    assert "other numbers" not in call("sessions", "rejudge", "1", "--poses", poses)[1]
    with SqliteStore(kept) as store:
        assert store.get(1).session.summary["judging"] == other
        assert [row.judging for row in store.rows("AB")] == [SHIPPED.digest] * 2 + [
            other
        ]


@pytest.mark.parametrize(
    "words",
    [
        ("sessions", "replay", "1", "--no-browser"),
        ("export", "1", "--format", "csv"),
        ("export", "1", "--format", "html"),
    ],
)
def test_what_looks_at_a_trace_again_says_where_the_numbers_are_others(
    kept: Path,
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    poses = other_numbers(tmp_path)
    assert call(*words)[0::2] == (0, "")
    status, _, err = call(*words, "--poses", poses)
    assert status == 0
    assert err.startswith("formcheck: session 1 was judged by other numbers than ")
    assert err.count("\n") == 1
    call("sessions", "rejudge", "1", "--poses", poses, "--save")
    assert call(*words, "--poses", poses)[0::2] == (0, "")
    assert "judged by other numbers" in call(*words)[2]
    pages = [path.read_text("utf-8") for path in tmp_path.rglob("*.html")]
    assert all("Judged by other numbers" in page for page in pages)
    # A summary is as it was kept.
    assert call("export", "1", "--format", "json")[2] == ""


def test_progress_shows_a_break_where_the_numbers_have_changed(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    assert "judged by other numbers" not in call("progress")[1]
    poses = other_numbers(tmp_path)
    for number in ("1", "2"):
        call("sessions", "rejudge", number, "--poses", poses, "--save")
    status, out, err = call("progress")
    assert (status, err) == (0, "")
    assert "judged by other numbers from" in out and "2026-11-12 on" in out
    # One session alone shows no change.
    assert "within measurement error" not in out.split("Over the sessions")[0]


def test_a_session_without_its_trace_counts_as_judged_as_before(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    for path in (kept / "traces").iterdir():
        path.unlink()
    poses = other_numbers(tmp_path)
    call("sessions", "rejudge", "1", "--poses", poses, "--save")
    with SqliteStore(kept) as store:
        assert store.get(1).session.summary["judging"] == SHIPPED.digest


def test_a_list_has_names_and_no_ids(kept: Path, call: Call) -> None:
    with SqliteStore(kept) as store:
        for number, programme in ((1, "back_15_minutes"), (2, "my_plan"), (3, "a_b")):
            about = store.get(number).session.about.model_copy(
                update={
                    "programme": programme,
                    "stops": (Stop(time_s=3, stretch="bridge", why=StopReason.TIRED),),
                    "left_early": (LeftEarly(stretch="cat_cow", why=StopReason.TIRED),),
                }
            )
            store.update_about(number, about)
    listed = " ".join(call("sessions", "list")[1].split())
    for name in ("Back in 15 minutes", "My plan", "A b"):
        assert f" {name} " in listed
    shown = call("sessions", "show", "1")[1]
    assert "Programme: Back in 15 minutes" in shown
    assert "Stopped at 3 s: Bridge" in shown
    assert "Left early: Cat cow" in shown
    assert "_" not in listed + shown


def test_what_a_rejudged_set_has_otherwise_is_told_in_words(
    kept: Path, call: Call
) -> None:
    with SqliteStore(kept) as store:
        one = store.get(1)
        (record,) = one.session.sets
        rep = record.result.reps[0]
        assert rep.peak is not None
        reps = (rep.model_copy(update={"peak": 150.5}), *record.result.reps[1:])
        result = record.result.model_copy(
            update={"reps": reps, "learned": None, "start_s": 0.25}
        )
        changed = replace(record, result=result)
        session = replace(
            one.session,
            sets=(changed,),
            summary={**one.session.summary, "sets": [changed.entry]},
        )
        store.keep(session, one.traces)
    out = call("sessions", "rejudge", "1")[1]
    said = " ".join(out.split())
    assert "in detail" not in out and "_" not in out
    assert "1 Bridge beginning 0.25 0" in said
    assert "reps 1 peak 150.5 1 peak 17" in said


def test_every_part_of_a_result_has_words() -> None:
    assert list(rejudging._PARTS) == list(SetResult.model_fields)
    assert rejudging.in_words(None, {"peaks": {"left": [1.0, 2.25]}}) == (
        "none",
        "peaks left 1 1; peaks left 2 2.25",
    )
    assert rejudging.in_words([1, 2], [1]) == ("2", "1")
    assert rejudging.in_words("hold", "two_phase") == ("hold", "two phase")
    many = {str(n): n for n in range(5)}
    assert rejudging.in_words({}, many)[1] == "0 0; 1 1; 2 2 and 2 more"


def test_progress_reads_the_numbers_beside_the_stretch_files(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    poses = other_numbers(tmp_path)
    assert call("progress", "--poses", poses)[0] == 0
    (poses / FILE).write_text("schema = 7", encoding="utf-8")
    status, out, err = call("progress", "--poses", poses)
    assert (status, out) == (2, "")
    assert str(FILE) in err
