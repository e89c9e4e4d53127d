"""Break the judge on purpose, a little at a time, and see whether a test tells.

`python -m benchmarks.mutants [--count 60] [--seed 1] [--jobs 2] [MODULE ...]`

Comparisons, constants, conditions and and/or of the judge's modules, and the numbers of
poses/judging/judging.toml by their room ("numbers/judge"), are changed, one at a time,
in a copy of the source tree, and `pytest -m fast` is run on it until a test fails. A
mutant that survives is a rule that could be broken unseen.

Changes are such as a test could tell: a comparison is turned round and not nudged by
its equal case, a number becomes half as much again or half, as far as its bounds go.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from copy import deepcopy
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from formcheck.core.judge.judging import Judging
from formcheck.stretches.judging import FILE, check_judging
from tests.conftest import FAST

ROOT = Path(__file__).resolve().parents[1]
CORE = Path("src/formcheck/core")
JUDGING = Path("poses") / FILE

MODULES = (
    "body/cadence", "body/sampling", "body/tracking", "judge/alternating",
    "judge/faults", "judge/finding", "judge/hold", "judge/hysteresis", "judge/judge",
    "judge/own_hold", "judge/repetition", "judge/sample", "judge/set_state",
    "judge/start_pose", "judge/states", "judge/summary", "judge/target",
    "measure/filters", "measure/kinds", "stretch/direction", "stretch/dose",
    "stretch/own_range",
)  # fmt: skip

NUMBERS = tuple(f"numbers/{room.name}" for room in fields(Judging))
"""The numbers that everybody is judged by, by room."""

_COPIED = (
    "src", "tests", "benchmarks", "poses", "sample_videos", "docs", "pyproject.toml",
)  # fmt: skip
"""All that the quick tests read, so that a checkout may change meanwhile."""

_TOO_LONG_S = 600.0
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change. old, new: the source from (line, column) to end."""

    module: str
    line: int
    column: int
    end: tuple[int, int]
    old: str
    new: str

    def __str__(self) -> str:
        """Where it is and what it does, in one line."""
        name = self.path.name if self.module in NUMBERS else f"{self.module}.py"
        return f"{name}:{self.line}  {self.old}  ->  {self.new}"

    @property
    def path(self) -> Path:
        """The file, in the source tree."""
        return path_of(self.module)

    def applied(self, source: str) -> str:
        """The module's source with the change in it."""
        lines = source.encode().splitlines(keepends=True)
        last, stop = self.end
        before = b"".join(lines[: self.line - 1]) + lines[self.line - 1][: self.column]
        after = lines[last - 1][stop:] + b"".join(lines[last:])
        return (before + self.new.encode() + after).decode()


def path_of(module: str) -> Path:
    """The file of a module, or of a room's numbers, in the source tree."""
    return JUDGING if module in NUMBERS else CORE / f"{module}.py"


def mutants_of(module: str, source: str) -> list[Mutant]:
    """Every change that is made to a module, in the order of its lines."""
    if module in NUMBERS:
        return list(_numbers_of(module, source))
    found = []
    for node, new in _changes(ast.parse(source)):
        end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
        plain = isinstance(new, ast.Constant)
        text = ast.unparse(new) if plain else f"({ast.unparse(new)})"
        old = ast.unparse(node)
        found.append(Mutant(module, node.lineno, node.col_offset, end, old, text))
    return sorted(found, key=lambda m: (m.line, m.column, m.new))


@cache
def _numbers_of(room: str, source: str) -> tuple[Mutant, ...]:
    """Half and half as much again of each of a room's numbers, as the reader takes it:
    a file that it refuses would tell nothing of the tests. A number that is 0 goes half
    way to either end of what it may be.
    """
    lines, found = source.splitlines(), []
    for at, line in enumerate(lines):
        if not line.startswith(f"[{room.removeprefix('numbers/')}."):
            continue
        old, low, high = (json.loads(lines[at + n].split(" = ")[1]) for n in (1, 2, 3))
        column, last = len("value = "), len(lines[at + 1])
        for factor, end in ((0.5, low), (1.5, high)):
            moved = _times(old, factor) if old else round(end / 2, 6)
            new = min(max(moved, low), high)
            mutant = Mutant(room, at + 2, column, (at + 2, last), str(old), str(new))
            if new != old and _is_taken(mutant.applied(source)):
                found.append(mutant)
    return tuple(found)


def _is_taken(text: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / JUDGING.name
        path.write_text(text, encoding="utf-8")
        return not check_judging(path)


def _changes(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in _judging(tree):
        match node:
            case ast.Compare():
                yield node, _turned(node)
            case ast.BoolOp():
                other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
                yield node, ast.BoolOp(other, node.values)
            case ast.Constant(value=int() | float() as amount) if _is_amount(amount):
                for factor in (0.5, 1.5):
                    yield node, ast.Constant(_times(amount, factor))
        if isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(
            node.test, ast.Compare | ast.BoolOp
        ):
            yield node.test, ast.UnaryOp(ast.Not(), node.test)


def _judging(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what decides: no texts, types, imports, assertions or messages."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.Raise():
            return
        case ast.JoinedStr() | ast.Subscript(slice=ast.Slice() | ast.UnaryOp()):
            return
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return
        case ast.AnnAssign(value=ast.UnaryOp()):
            return  # a field that begins as "never"
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return
        case ast.Call(func=ast.Name(id="round"), args=[rounded, _]):
            yield from _judging(rounded)  # and not to how many digits
            return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "slice"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _judging(child)


def _turned(node: ast.Compare) -> ast.expr:
    if len(node.ops) > 1:
        return ast.UnaryOp(ast.Not(), node)
    new = deepcopy(node)
    new.ops = [_TURNED[type(node.ops[0])]()]
    return new


def _is_amount(value: float) -> bool:
    """Whether a number is one that matters: no flag, no rounding guard."""
    return not isinstance(value, bool) and 1e-3 <= value < 1e3


def _times(value: float, factor: float) -> float:
    if isinstance(value, float):
        return round(value * factor, 6)
    return value + 1 if factor > 1 else value - 1


def sample(
    count: int, seed: int, modules: tuple[str, ...] = (*MODULES, *NUMBERS)
) -> list[Mutant]:
    """Some mutants of every module, the same for the same seed."""
    rng = random.Random(seed)
    piles = []
    for module in modules:
        source = (ROOT / path_of(module)).read_text(encoding="utf-8")
        pile = mutants_of(module, source)
        rng.shuffle(pile)
        piles.append(pile)
    chosen: list[Mutant] = []
    while len(chosen) < count and any(piles):
        for pile in piles:
            if pile and len(chosen) < count:
                chosen.append(pile.pop())
    return chosen


class Copy:
    """A copy of the source tree, in which things may be broken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for path in ROOT.iterdir():
            if path.name in _COPIED and path.is_dir():
                kept_out = shutil.ignore_patterns("__pycache__", "*.mp4")
                shutil.copytree(path, folder / path.name, ignore=kept_out)
            elif path.name in _COPIED:
                shutil.copy(path, folder)
        found = self._run("-c", "import formcheck; print(formcheck.__file__)").stdout
        if not found.startswith(str(folder.resolve())):
            raise SystemExit(
                f"the copy in {folder} is not what Python imports: {found}"
            )

    def killer(self, mutant: Mutant | None) -> str | None:
        """The test that fails on a mutant, if any; None breaks nothing."""
        words = ["-m", "pytest", "-m", "fast", "-x", "-q", "-n", "0", "--tb=no"]
        words += ["-p", "no:cacheprovider", *FAST]
        if mutant is None:
            return _verdict(self._run(*words))
        path = self._folder / mutant.path
        whole = path.read_text(encoding="utf-8")
        path.write_text(mutant.applied(whole), encoding="utf-8")
        try:
            return _verdict(self._run(*words))
        except subprocess.TimeoutExpired:
            return "it never ends"
        finally:
            path.write_text(whole, encoding="utf-8")

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        # Two changes within a second would share a compiled file: none is written.
        own = {"PYTHONPATH": str(self._folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, *words],
            cwd=self._folder,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            check=False,
            timeout=_TOO_LONG_S,
        )


def _verdict(done: subprocess.CompletedProcess[str]) -> str | None:
    if done.returncode == 0:
        return None
    for line in done.stdout.splitlines():
        if line.startswith(("FAILED ", "ERROR ")):
            return line.split(" ", 1)[1].split(" - ")[0]
    *_, last = ("", *done.stderr.splitlines(), *done.stdout.splitlines())
    return f"a run that does not start: {last}"


def main() -> None:
    """Print a line for each mutant, as it is done, and how many were killed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "modules", nargs="*", default=(*MODULES, *NUMBERS), metavar="MODULE"
    )
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if unknown := set(asked.modules) - {*MODULES, *NUMBERS}:
        parser.error(f"no module of the judge: {', '.join(sorted(unknown))}")
    chosen = sample(asked.count, asked.seed, tuple(asked.modules))
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        copies: queue.SimpleQueue[Copy] = queue.SimpleQueue()
        for number in range(asked.jobs):
            home = Path(folder) / str(number)
            home.mkdir()
            copies.put(Copy(home))
        whole = copies.get()
        if failing := whole.killer(None):
            raise SystemExit(f"without any mutant this fails: {failing}")
        copies.put(whole)

        def tried(mutant: Mutant) -> str | None:
            copy = copies.get()
            try:
                return copy.killer(mutant)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(asked.jobs) as pool:
            waiting = {pool.submit(tried, mutant): mutant for mutant in chosen}
            for done in as_completed(waiting):
                killer = done.result()
                survived += killer is None
                by = f"killed by {killer}" if killer else "SURVIVED"
                print(f"{waiting[done]}  |  {by}", flush=True)
    killed = len(chosen) - survived
    print(f"killed {killed} of {len(chosen)} ({killed / len(chosen):.0%})")


if __name__ == "__main__":
    main()
