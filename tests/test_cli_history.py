"""`sessions`, `progress`, `backup` and `restore`, as a user runs them."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.app.history import rejudging
from formcheck.app.history.store import summary_text
from formcheck.core.judge.result import SetResult
from formcheck.core.records.person import Person, Screened
from formcheck.core.records.session import LeftEarly, Stop
from formcheck.core.words.reasons import StopReason
from formcheck.edges.journal import Journal
from formcheck.edges.people import PeopleFiles
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.resources import poses_dir
from formcheck.stretches.judging import FILE, judging_of
from tests.conftest import Call
from tests.numbers import SHIPPED
from tests.sessions import SORE, bridges, record_of, session_of, write_trace


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trace")
    return write_trace(folder / "landmarks.npz", bridges(3, over=True).seen())


@pytest.fixture
def kept(data: Path, trace: Path) -> Path:
    """Two people; three sessions of AB's, one of CD's."""
    record = record_of(trace)
    with SqliteStore(data) as store:
        for number, day in enumerate(("2026-11-02", "2026-11-04", "2026-11-12")):
            pain = SORE.model_copy(update={"before": 5 - number})
            note = "=cmd|'/c calc'!A1 <script>" if number == 2 else ""
            about = {"note": note, "pain": pain, "days_a_week": 3}
            store.keep(session_of([record], f"ab{number}", "AB", day, **about), [trace])
        store.keep(session_of([record], "cd", "CD", "2026-11-01"), [trace])
    return data


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


def test_a_session_is_shown_whole(kept: Path, call: Call) -> None:
    status, out, _ = call("sessions", "show", "last")
    assert status == 0
    assert "Session 3, 2026-11-12 07:30" in out
    assert "=cmd|'/c calc'!A1 <script>" in out
    assert "3 → 3 → 3, below knee, left buttock" in out
    assert "ease off" in out
    assert "unsafe" not in out.lower()


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
    assert "No session" in call("progress", "--stretch", "cobra")[1]


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
    status, out, _ = call("sessions", "delete", "1", "2", "--yes")
    assert (status, out) == (0, "2 sessions deleted for good.\n")
    assert len(list((kept / "traces").iterdir())) == 2
    assert call("sessions", "delete", "--all", "--yes")[0] == 0
    assert "No session is kept yet" in call("sessions", "list")[1]
    assert list((kept / "traces").iterdir()) == []


def test_backup_and_restore_somewhere_else(
    kept: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept / "profiles").mkdir()
    (kept / "profiles" / "ab.json").write_text('{"person": "AB"}')
    assert call("backup", "all.zip")[:2] == (0, "4 sessions written to all.zip\n")
    assert zipfile.ZipFile("all.zip").testzip() is None
    before = [call("sessions", "show", n)[1] for n in (1, 2, 3, 4)]
    status, _, err = call("restore", "all.zip")
    assert status == 2
    assert "would be lost" in err
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "new"))
    assert call("restore", "all.zip")[0] == 0
    assert [call("sessions", "show", n)[1] for n in (1, 2, 3, 4)] == before
    assert "the same in every" in call("sessions", "rejudge", "1")[1]
    assert (tmp_path / "new/profiles/ab.json").read_text() == '{"person": "AB"}'
    assert not list((tmp_path / "new").glob(".restoring-*"))
    call("sessions", "delete", "1", "--yes")
    assert call("restore", "all.zip", "--replace")[0] == 0
    assert [call("sessions", "show", n)[1] for n in (1, 2, 3, 4)] == before


def test_pictures_go_with_their_session_and_are_told_of_in_a_backup(
    kept: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SqliteStore(kept) as store:
        uids = [row.about.uid for row in store.rows()]
    names = [kept / "recordings" / f"{uid}.mp4" for uid in (*uids[:2], "cut_off")]
    names[0].parent.mkdir()
    for name in names:
        name.write_bytes(bytes(500_000))
    told = "4 sessions with 3 recordings of pictures (1.5 MB) written to all.zip\n"
    assert call("backup", "all.zip")[:2] == (0, told)
    with SqliteStore(kept) as store:
        number = next(r.number for r in store.rows() if r.about.uid == uids[0])
    call("sessions", "delete", number, "--yes")
    assert [name.exists() for name in names] == [False, True, True]
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "new"))
    assert call("restore", "all.zip")[0] == 0
    assert len(list((tmp_path / "new" / "recordings").iterdir())) == 3
    monkeypatch.setenv("FORMCHECK_DATA", str(kept))
    call("sessions", "delete", "--all", "--yes")
    assert list((kept / "recordings").iterdir()) == []


def everything(folder: Path) -> dict[str, bytes]:
    """Every file that is kept but for what SQLite does beside its database."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def said(folder: Path) -> list[str]:
    with SqliteStore(folder) as store:
        return [
            summary_text(store.get(row.number).session.summary) for row in store.rows()
        ]


def changed(name: str, change: Callable[[bytes], bytes]) -> None:
    """Write the backup all.zip anew as bad.zip, one of its members changed."""
    with zipfile.ZipFile("all.zip") as old, zipfile.ZipFile("bad.zip", "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(
                member, change(content) if member.startswith(name) else content
            )


def by_sql(*statements: str) -> Callable[[bytes], bytes]:
    """Change a database."""

    def change(content: bytes) -> bytes:
        path = Path("changed.sqlite3")
        path.write_bytes(content)
        database = sqlite3.connect(path)
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()
        return path.read_bytes()

    return change


BAD_BACKUPS = {
    "nothing in it": lambda content: b"",
    "a database without tables": lambda content: by_sql("VACUUM")(b""),
    "a database of others": lambda content: by_sql(
        "CREATE TABLE letters (text TEXT)", "PRAGMA user_version = 1"
    )(b""),
    "other tables": by_sql("ALTER TABLE sets RENAME TO series"),
    "a view for a table": by_sql(
        "ALTER TABLE sets RENAME TO series", "CREATE VIEW sets AS SELECT * FROM series"
    ),
    "negative version": by_sql("PRAGMA user_version = -1"),
    "no version": by_sql("PRAGMA user_version = 0"),
    "newer": by_sql("PRAGMA user_version = 99"),
    "no about": by_sql("UPDATE sessions SET about = '{' WHERE number = 2"),
    "no time": by_sql(
        "UPDATE sessions SET about = replace(about, '2026-11-02T', '2026-13-45T')"
    ),
    "no head": by_sql("UPDATE sessions SET head = '{}' WHERE number = 2"),
    "no digest": by_sql("UPDATE sets SET digest = '[]' WHERE session = 2"),
    "no events": by_sql("UPDATE sets SET events = '[{}]' WHERE session = 2"),
    "no entry": by_sql("UPDATE sets SET entry = '{}' WHERE session = 2"),
    "no plan": by_sql("UPDATE sets SET plan = 'x' WHERE session = 2"),
    "no stretch": by_sql("UPDATE specs SET spec = '{}'"),
    "a missing trace": by_sql("UPDATE sets SET trace = 'a.npz' WHERE session = 2"),
    "half a database": lambda content: content[: len(content) // 2],
    "a hole in the database": lambda content: (
        content[:8192] + bytes(8192) + content[16384:]
    ),
}


@pytest.mark.parametrize("what", BAD_BACKUPS)
def test_a_backup_is_read_whole_before_it_replaces_anything(
    kept: Path, call: Call, what: str
) -> None:
    call("backup", "all.zip")
    call("sessions", "delete", "1", "--yes")
    before, summaries = everything(kept), said(kept)
    changed("history.sqlite3", BAD_BACKUPS[what])
    status, out, err = call("restore", "bad.zip", "--replace")
    assert (status, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith("formcheck: bad.zip: ")
    assert everything(kept) == before
    assert said(kept) == summaries
    assert not list(kept.glob(".restoring-*"))


def test_a_damaged_trace_or_person_in_a_backup_replaces_nothing(
    kept: Path, call: Call
) -> None:
    PeopleFiles(kept).write(Person(person="AB"))
    call("backup", "all.zip")
    before = everything(kept)
    for name in ("traces/", "people/"):
        changed(name, lambda content: content[: len(content) // 2])
        status, out, err = call("restore", "bad.zip", "--replace")
        assert (status, out) == (2, "")
        (line,) = err.splitlines()
        assert line.startswith("formcheck: bad.zip: ")
        assert everything(kept) == before


@pytest.mark.parametrize("seed", range(12))
def test_a_backup_with_bytes_flipped_is_refused_or_whole(
    kept: Path, call: Call, seed: int
) -> None:
    call("backup", "all.zip")
    before, summaries = everything(kept), said(kept)
    content = bytearray(Path("all.zip").read_bytes())
    rng = random.Random(seed)
    for _ in range(5):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    Path("bad.zip").write_bytes(content)
    status, _, err = call("restore", "bad.zip", "--replace")
    if status:
        assert len(err.splitlines()) == 1
        assert everything(kept) == before
    assert said(kept) == summaries


def test_a_restore_that_fails_half_way_changes_nothing(kept: Path, call: Call) -> None:
    """Also where it is only the last file that has no place."""
    for name in ("AB", "CD"):
        PeopleFiles(kept).write(Person(person=name))
    call("backup", "all.zip")
    PeopleFiles(kept).write(Person(person="AB", screened=Screened(floor=False)))
    call("sessions", "delete", "1", "--yes")
    in_the_way = PeopleFiles(kept).folder("CD") / "person.json"
    in_the_way.unlink()
    in_the_way.mkdir()
    before, summaries = everything(kept), said(kept)
    status, out, err = call("restore", "all.zip", "--replace")
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert everything(kept) == before
    assert said(kept) == summaries
    in_the_way.rmdir()
    assert call("restore", "all.zip", "--replace")[0] == 0
    assert len(said(kept)) == 4
    assert PeopleFiles(kept).read("AB").screened.floor


def test_a_damaged_history_is_put_aside_for_its_backup(kept: Path, call: Call) -> None:
    call("backup", "all.zip")
    before = said(kept)
    (kept / "history.sqlite3").write_bytes(damaged := b"no database at all, " * 500)
    for words in ("sessions list", "restore all.zip"):
        status, _, err = call(*words.split())
        assert status == 2
        assert "damaged" in err and len(err.splitlines()) == 1
    changed("history.sqlite3", BAD_BACKUPS["half a database"])
    assert call("restore", "bad.zip", "--replace")[0] == 2
    assert (kept / "history.sqlite3").read_bytes() == damaged
    status, _, err = call("restore", "all.zip", "--replace")
    assert status == 0
    assert "history.sqlite3.damaged" in err
    assert (kept / "history.sqlite3.damaged").read_bytes() == damaged
    assert said(kept) == before


def test_what_is_replaced_leaves_no_pictures_behind(kept: Path, call: Call) -> None:
    call("backup", "all.zip")
    with SqliteStore(kept) as store:
        store.keep(session_of([], "later", "AB", "2026-11-25"), [])
    for uid in ("later", "ab1", "cut_off"):
        (kept / "recordings").mkdir(exist_ok=True)
        (kept / "recordings" / f"{uid}.mp4").write_bytes(b"pictures")
    assert call("restore", "all.zip", "--replace")[0] == 0
    left = {path.stem for path in (kept / "recordings").iterdir()}
    assert left == {"ab1", "cut_off"}


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


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
def test_a_backup_is_for_its_owner_only(kept: Path, call: Call) -> None:
    call("backup", "all.zip")
    assert Path("all.zip").stat().st_mode & 0o077 == 0


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
    with SqliteStore(kept) as store:
        assert store.get(1).session.summary["judging"] == other
        assert [row.judging for row in store.rows("AB")] == [SHIPPED.digest] * 2 + [
            other
        ]


def test_progress_shows_a_break_where_the_numbers_have_changed(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    assert "judged by other numbers" not in call("progress")[1]
    poses = other_numbers(tmp_path)
    for number in ("1", "2"):
        call("sessions", "rejudge", number, "--poses", poses, "--save")
    status, out, err = call("progress")
    assert (status, err) == (0, "")
    assert "judged by other numbers from 2026-11-12 on" in " ".join(out.split())
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
