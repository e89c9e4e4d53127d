"""No number that decides a verdict is left in the code: they stand in
poses/judging/judging.toml, or in the stretch files.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import formcheck

CORE = Path(formcheck.__file__).parent / "core"

PLAIN = {0, 1, 2, 0.5, 90, 100, 180, 360, 1e-6, 1e-9}
"""Nothing, a whole, both, half, angles of geometry, per cent, what rounding leaves."""

JUDGING = (
    *(f"{room}/*.py" for room in ("body", "measure", "judge")),
    "stretch/direction.py", "stretch/dose.py", "stretch/gentle.py",
    "stretch/own_range.py", "records/progress.py",
)  # fmt: skip
"""What decides a verdict."""

ELSEWHERE = {
    "body/cadence.py": "when is looked, and what counts as not seen for it",
    "body/sampling.py": "when is looked",
    "body/landmarks.py": "numbers of landmarks",
    "body/mass.py": "shares of a body's mass, as the tables have them",
    "body/observation.py": "shapes of arrays",
    "judge/overlay.py": "what is drawn",
    "judge/amounts.py": "how seconds are rounded for people",
}
"""Files in these rooms that judge nobody."""

ALLOWED = {
    ("body/silhouette.py", 0.95): "where the outline's points lie, as traces have them",
    ("measure/filters.py", 3.2): "how long looks are remembered: all that a file asks",
    ("measure/kinds.py", 0.01): "a degree is a hundredth of a ratio",
    ("judge/faults.py", 8): "turns that are remembered: more than a bounce may need",
    ("judge/faults.py", 1e6): "further than anything: the harmless side of a limit",
    ("judge/result.py", 0.6): "what formcheck 0.1.0 judged by, for what it kept",
    ("judge/result.py", 10.0): "what formcheck 0.1.0 judged by, for what it kept",
    ("judge/summary.py", 0.05): "less is 0.0 s for people, and is not listed",
}


def numbers(tree: ast.AST) -> Iterator[float]:
    """Every number of a module that is not plain, but for digits to round to."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.JoinedStr():
                continue
            case ast.Constant(value=int() | float() as value):
                if not isinstance(value, bool) and value not in PLAIN:
                    yield value
            case ast.Call(func=ast.Name(id="round"), args=[rounded, _]):
                yield from numbers(ast.Expression(rounded))
            case _:
                yield from numbers(node)


def found() -> Iterator[tuple[str, float]]:
    for pattern in JUDGING:
        paths = sorted(CORE.glob(pattern))
        assert paths, pattern
        for path in paths:
            name = path.relative_to(CORE).as_posix()
            if name not in ELSEWHERE:
                tree = ast.parse(path.read_text(encoding="utf-8"))
                yield from ((name, value) for value in numbers(tree))


def test_no_number_that_judges_is_left_in_the_code() -> None:
    assert set(found()) - ALLOWED.keys() == set()


def test_no_exception_has_outlived_its_number() -> None:
    assert ALLOWED.keys() - set(found()) == set()
    assert all((CORE / name).is_file() for name in ELSEWHERE)


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("A_S = 0.3", [0.3]),
        ("def f(x, y=1.5):\n    return x > 0.7", [1.5, 0.7]),
        ("round(x * 0.4, 3)", [0.4]),
        ("f'{x:.3f}'", []),
        ("x[0] + 1, True, 2 * y, 180 - z, 'a 7'", []),
    ],
)
def test_a_number_is_found_wherever_it_stands(source: str, values: list[float]) -> None:
    assert sorted(numbers(ast.parse(source))) == sorted(values)
