"""`backup` and `restore`, as a user runs them."""

from __future__ import annotations

import random
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from formcheck.app.history.store import summary_text
from formcheck.core.records.person import Person, Screened
from formcheck.edges.people import PeopleFiles
from formcheck.edges.sqlite_store import SqliteStore
from tests.conftest import Call
from tests.sessions import session_of


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


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
def test_a_backup_is_for_its_owner_only(kept: Path, call: Call) -> None:
    call("backup", "all.zip")
    assert Path("all.zip").stat().st_mode & 0o077 == 0
