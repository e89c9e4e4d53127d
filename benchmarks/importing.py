"""How long importing formcheck takes: `python -m benchmarks.importing`.

Prints a table and asserts nothing. Each line is a Python of its own; what Python itself
takes is taken off. The aim for importing and loading one stretch is 0.3 s.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

RUNS = 9

LINES = {
    "import formcheck": "import formcheck",
    "numpy": "import numpy",
    "pydantic, one model": "import pydantic; type('M', (pydantic.BaseModel,), {})",
    "import, load_stretch": "import formcheck as fc; fc.load_stretch('bridge')",
    "import, Judge": "import formcheck as fc; fc.Judge('bridge')",
    "import, all stretches": (
        "import formcheck as fc; [fc.load_stretch(id) for id in fc.list_stretches()]"
    ),
}


def seconds(code: str) -> tuple[float, float]:
    """Of one Python that does this and nothing more: by the clock, of the processor."""
    begun, used = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-c", code], check=True)
    took_s, now = time.perf_counter() - begun, os.times()
    busy_s = now.children_user + now.children_system
    return took_s, busy_s - used.children_user - used.children_system


def main() -> None:
    codes = {"(Python alone)": "pass", **LINES}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in codes}
    for _ in range(RUNS):  # in turn, so that whatever else goes on slows all alike
        for name, code in codes.items():
            found[name].append(seconds(code))
    print(f"{'s, median of ' + str(RUNS):24}{'clock':>10}{'processor':>12}")
    start = (0.0, 0.0)
    for name, times in found.items():
        took_s, busy_s = map(statistics.median, zip(*times, strict=True))
        print(f"{name:24}{took_s - start[0]:10.3f}{busy_s - start[1]:12.3f}")
        start = (took_s, busy_s) if name == "(Python alone)" else start


if __name__ == "__main__":
    main()
