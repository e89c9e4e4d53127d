"""What a disk has where power fails, from the recorded order of what was written to it.

strace records every write, fsync, rename and removal below a folder; `Disk` replays
them up to any point. An fsync keeps a file's bytes and all names so far, as file
systems with a journal do; between two of them nobody promises anything.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    "openat,creat,write,pwrite64,writev,lseek,ftruncate,truncate,fsync,fdatasync,"
    "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,sendfile,"
    "copy_file_range"
)

_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<(.*?)>)?")
_FD = re.compile(r"^(\d+)<(.*?)>")
_FOLDER = re.compile(r"^[^,]*<(.*?)>,")
_HEX = re.compile(r"<((?:\\x[0-9a-f]{2})+)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(eq=False)
class File:
    """Its bytes, and those that an fsync has kept."""

    now: bytearray = field(default_factory=bytearray)
    kept: bytes = b""


@dataclass
class Disk:
    """What is below a folder. `said` has what the program had said by then."""

    root: str
    names: dict[str, File] = field(default_factory=dict)
    kept_names: dict[str, File] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    appends: set[int] = field(default_factory=set)
    said: bytes = b""

    def take(self, line: str) -> bool:
        """Replay one line of strace's; whether it changed anything."""
        found = _CALL.match(line)
        if found is None or int(found[3]) < 0:
            return False
        call, words, result = found[1], found[2], int(found[3])
        texts = [bytes.fromhex(t.replace("\\x", "")) for t in _TEXT.findall(words)]
        if call == "write" and words.startswith("1<"):
            self.said += texts[0]
            return True
        if call == "openat":
            return self._open(texts[0].decode(), words, result)
        if call in ("rename", "renameat", "renameat2"):
            old, new = (self._inside(text.decode()) for text in texts)
            moved = [n for n in self.names if n == old or n.startswith(f"{old}/")]
            for name in moved:
                self.names[f"{new}{name[len(old) :]}"] = self.names.pop(name)
            return bool(moved)
        if call in ("unlink", "unlinkat"):
            path = texts[0].decode()
            if folder := _FOLDER.match(words):  # named within a folder that is open
                path = path if path.startswith("/") else f"{folder[1]}/{path}"
            return self.names.pop(self._inside(path), None) is not None
        handle = _FD.match(words)
        name = self._inside(handle[2]) if handle else ""
        if handle is None or not name:
            return False
        if call in ("fsync", "fdatasync"):
            if (file := self.names.get(name)) is not None:
                file.kept = bytes(file.now)
            self.kept_names = dict(self.names)
            return True
        return self._write(call, words, int(handle[1]), name, texts, result)

    def _open(self, path: str, words: str, handle: int) -> bool:
        name = self._inside(path)
        self.places[handle] = 0
        self.appends.discard(handle)
        if "O_APPEND" in words:
            self.appends.add(handle)
        if not name or "O_DIRECTORY" in words:
            return False
        made = "O_CREAT" in words and name not in self.names
        if made:
            self.names[name] = File()
        if "O_TRUNC" in words and name in self.names:
            del self.names[name].now[:]
        return made or "O_TRUNC" in words

    def _write(
        self,
        call: str,
        words: str,
        handle: int,
        name: str,
        texts: Sequence[bytes],
        result: int,
    ) -> bool:
        file = self.names.get(name)
        if call == "lseek":
            self.places[handle] = result
        if file is None or call == "lseek":
            return False
        if call == "ftruncate":
            size = int(words.rpartition(",")[2])
            file.now[:] = file.now[:size].ljust(size, b"\0")
            return True
        place = self.places.get(handle, 0)
        if call == "pwrite64":
            place, content = int(words.rpartition(",")[2]), texts[0]
        elif call in ("write", "writev"):
            content = b"".join(texts)[:result]
            if handle in self.appends:
                place = len(file.now)
            self.places[handle] = place + result
        elif call == "sendfile":
            source = re.findall(r"\d+<(.*?)>", words)[-1]
            content = Path(source).read_bytes()[place : place + result]
            self.places[handle] = place + result
        else:
            raise AssertionError(f"not replayed: {call}")
        file.now[len(file.now) :] = bytes(max(0, place - len(file.now)))
        file.now[place : place + len(content)] = content
        return True

    def _inside(self, path: str) -> str:
        path = path.removesuffix(" (deleted)")
        return path if path.startswith(f"{self.root}/") else ""

    def after(self) -> Iterator[Mapping[str, bytes]]:
        """What may be there after power has failed now."""
        yield {name: file.kept for name, file in self.kept_names.items()}
        yield {name: file.kept for name, file in self.names.items()}
        yield {name: bytes(file.now) for name, file in self.names.items()}


def recorded(command: Sequence[object], log: Path, **environment: object) -> list[str]:
    """Run a command under strace; return the lines of what it wrote."""
    words = ["strace", "-f", "-y", "-xx", "-s", "9999999", "-o", log, "-e"]
    subprocess.run(
        [*map(str, words), f"trace={CALLS}", *map(str, command)],
        check=True,
        capture_output=True,
        **environment,  # type: ignore[call-overload]
    )
    return [_HEX.sub(_path, line) for line in whole(log.read_text().splitlines())]


def _path(found: re.Match[str]) -> str:
    return f"<{bytes.fromhex(found[1].replace(chr(92) + 'x', '')).decode()}>"


def whole(lines: Sequence[str]) -> list[str]:
    """Put together calls that another thread's interrupted."""
    begun: dict[str, str] = {}
    found = []
    for line in lines:
        thread = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[thread] = line.removesuffix("<unfinished ...>")
        elif " resumed>" in line:
            found.append(begun.pop(thread, "") + line.partition(" resumed>")[2])
        else:
            found.append(line)
    return found
