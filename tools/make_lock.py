"""Writes requirements/ci.txt: all that the tests need, each by version and SHA-256.

    python -m tools.make_lock

pip resolves pyproject.toml's own ranges anew, for the machine that this runs on: Linux,
x86-64, Python 3.11. Wherever pip gets a file from, only its digest is written, so that
another source must have the same file. Nothing is installed.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "ci.txt"

EDITABLE = "editables>=0.3"
"""What hatchling asks for in addition, where a package is installed as `-e .`."""

_HEAD = """\
# Linux x86-64, Python 3.11: the tests and what builds the package. Written by
# tools/make_lock.py from pyproject.toml; not edited by hand.
#
#     pip install --require-hashes --no-deps -r requirements/ci.txt
"""


def wanted(project: dict[str, Any]) -> list[str]:
    """Return what pyproject.toml asks for: to run, to test, to build."""
    name, extras = project["project"]["name"], project["project"]
    optional = extras["optional-dependencies"]

    def expanded(lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            if line.startswith(f"{name}["):
                for extra in line[len(name) + 1 : -1].split(","):
                    yield from expanded(optional[extra.strip()])
            else:
                yield line

    return [
        *extras["dependencies"],
        *expanded(optional["dev"]),
        *project["build-system"]["requires"],
        EDITABLE,
    ]


def locked(report: dict[str, Any]) -> str:
    """Return the lock file's text, of pip's report of an installation."""
    lines = []
    for one in report["install"]:
        about = one["metadata"]
        digest = one["download_info"]["archive_info"]["hashes"]["sha256"]
        name = about["name"].lower().replace("_", "-").replace(".", "-")
        lines.append(f"{name}=={about['version']} --hash=sha256:{digest}")
    return "\n".join([_HEAD.rstrip("\n"), *sorted(lines)]) + "\n"


def main() -> int:
    here = (sys.platform, platform.machine(), sys.version_info[:2])
    if here != ("linux", "x86_64", (3, 11)):
        print("the lock is of Linux x86-64 and Python 3.11: not here", file=sys.stderr)
        return 2
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run"]
    pip += ["--ignore-installed", "--only-binary=:all:", "--report=-"]
    asked = subprocess.run(
        [*pip, *wanted(project)], stdout=subprocess.PIPE, text=True, check=False
    )
    if asked.returncode:
        return asked.returncode
    LOCK.parent.mkdir(exist_ok=True)
    LOCK.write_text(locked(json.loads(asked.stdout)), "utf-8")
    print(f"{LOCK.relative_to(ROOT)}: {len(json.loads(asked.stdout)['install'])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
