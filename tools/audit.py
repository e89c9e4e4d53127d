"""Known weaknesses of what requirements/ci.txt pins, asked of pip-audit.

    pip install pip-audit && python -m tools.audit

Not part of `.ci/run`: it asks a service on the internet. Exit status 0 where all was
audited and nothing is known, 1 where something is, 3 where it was not audited. Where no
data come, pip-audit finds nothing wrong with anything: so it is first asked of a
version that is known to be weak, and is not believed where it finds nothing there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tools.packages import LOCK

WEAK = "jinja2==2.10"
"""CVE-2019-10906, of 2019."""

NOT_AUDITED = 3

Ask = Callable[[Path], list[dict[str, Any]]]
"""What is known of each package of a requirements file, as pip-audit has it."""


class NotAuditedError(Exception):
    """Nobody can say."""


def ask(requirements: Path) -> list[dict[str, Any]]:
    """Ask pip-audit."""
    words = ["-r", str(requirements), "--no-deps", "--disable-pip", "--format=json"]
    run = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--progress-spinner=off", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found: list[dict[str, Any]] = json.loads(run.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        why = (run.stderr.strip().splitlines() or ["no answer"])[-1]
        raise NotAuditedError(why) from None
    return found


def audit(lock: Path, asked: Ask = ask) -> tuple[int, list[str]]:
    """Return the exit status, and what is to be told."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            weak = Path(folder) / "weak.txt"
            weak.write_text(f"{WEAK}\n", "utf-8")
            if not any(one.get("vulns") for one in asked(weak)):
                raise NotAuditedError(f"no data came: {WEAK} passed")
        found = asked(lock)
        pins = [line for line in lock.read_text("utf-8").splitlines() if "==" in line]
        skipped = [one["name"] for one in found if "skip_reason" in one]
        if skipped or len(found) < len(pins):
            left = ", ".join(skipped) or f"{len(pins) - len(found)} packages"
            raise NotAuditedError(f"nothing came of {left}")
    except NotAuditedError as error:
        return NOT_AUDITED, [f"not audited: {error}"]
    known = [
        f"{one['name']} {one['version']}: {weakness['id']}"
        for one in found
        for weakness in one["vulns"]
    ]
    return (1 if known else 0), known or [f"{len(found)} packages: nothing is known"]


def main(_words: Sequence[str]) -> int:
    status, lines = audit(LOCK)
    for line in lines:
        print(line, file=sys.stderr if status else sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
