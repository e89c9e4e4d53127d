"""Print how well formcheck judges.

`python -m benchmarks.accuracy [--write] [CLIP ...]`

Sample clips are judged from their landmark traces and scored against the truth of their
motion scripts. Prints tables, asserts nothing. With --write, the table of all stretches
goes to docs/accuracy.md and the verdicts to sample_videos/. Recordings of real people
are scored by `python -m benchmarks.real FOLDER`.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from benchmarks import accuracy_page, verdicts
from benchmarks.angles import ANGLES, angle_errors
from benchmarks.truth import Score, clip_names, read_truth, score, trace_path
from benchmarks.verdicts import judge_clip


def _row(found: Score) -> str:
    truth = found.truth
    name = truth.name + (" *" if truth.held_out else "")
    ok = "ok" if found.good else "WRONG"
    if not truth.judged:
        said = f"{found.status} ({found.why})"
        return f"{name:36s} expected unknown ({truth.why}): {said} {ok}"
    starts = [abs(start) for start, _ in found.hold_errors_s]
    lengths = [abs(length) for _, length in found.hold_errors_s]
    found_holds, found_unsafe = len(starts), len(found.unsafe_late_s)
    wrong = [f"missed {i}" for i in found.unsafe_missed]
    wrong += [f"false {i}" for i in found.unsafe_false]
    wrong += [f"form missed {i}" for i in found.form_missed]
    wrong += [f"form false {i}" for i in found.form_false]
    cells = (
        f"{name:36s}",
        f"{found.reps}/{truth.full_reps} ({found.smaller}/{found.smaller_true})",
        f"{found_holds}/{found_holds + found.holds_missed}+{found.holds_extra}",
        f"{max(starts, default=0):5.2f} {max(lengths, default=0):6.2f}",
        f"{found_unsafe}/{found_unsafe + len(found.unsafe_missed)}",
        f"{max(found.unsafe_late_s.values(), default=0):5.2f}",
        f"{found.unseen_in_target:5.0%} {ok:5s}",
        "; ".join(wrong),
    )
    return " ".join(cells).rstrip()


def print_samples(names: list[str]) -> None:
    """Print a line a clip, then totals; the body kept out of tuning stands apart."""
    print(
        f"{'clip (* body kept out of tuning)':36s} reps (smaller) holds+extra "
        "start length unsafe late unseen"
    )
    scores = [score(read_truth(name), judge_clip(name)) for name in names]
    for found in scores:
        print(_row(found))
    judged = [s for s in scores if s.truth.judged]
    for title, group in (
        ("tuned on", [s for s in judged if not s.truth.held_out]),
        ("held out", [s for s in judged if s.truth.held_out]),
    ):
        if group:
            print(_totals(title, group))
    _print_angles(names)


def _print_angles(names: list[str]) -> None:
    print(
        "\nangles against truth, near side: mean absolute error / 95th percentile, deg"
    )
    pooled: dict[str, list[NDArray[np.float64]]] = {name: [] for name in ANGLES}
    for name in names:
        errors = angle_errors(name)
        if errors is None:
            continue
        cells = []
        for angle, values in errors.items():
            pooled[angle].append(values)
            cells.append(f"{angle} {_error(values)}")
        print(f"{name:36s} " + "  ".join(cells))
    cells = [f"{a} {_error(np.concatenate(v))}" for a, v in pooled.items() if v]
    print(f"{'all':36s} " + "  ".join(cells))


def _error(values: NDArray[np.float64]) -> str:
    if not values.size:
        return "   -     "
    return f"{values.mean():4.1f}/{np.percentile(values, 95):4.1f}"


def _totals(title: str, group: list[Score]) -> str:
    found = sum(s.form_found for s in group)
    missed = sum(len(s.form_missed) for s in group)
    false = sum(len(s.form_false) for s in group)
    unsafe = sum(len(s.unsafe_late_s) for s in group)
    lost = sum(len(s.unsafe_missed) for s in group)
    reps, true_reps = (
        sum(s.reps for s in group),
        sum(s.truth.full_reps for s in group),
    )
    return (
        f"{title}: {sum(s.good for s in group)} of {len(group)} clips meet every bar; "
        f"reps {reps} of {true_reps}; unsafe found {unsafe} of {unsafe + lost}, "
        f"false {sum(len(s.unsafe_false) for s in group)}; "
        f"form recall {found / max(1, found + missed):.2f}, "
        f"precision {found / max(1, found + false):.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", nargs="*")
    parser.add_argument(
        "--write", action="store_true", help="write docs/accuracy.md and the verdicts"
    )
    chosen = parser.parse_args()
    if chosen.write:
        verdicts.write()
        accuracy_page.write()
        return
    judged = [n for n in clip_names() if trace_path(n).exists()]
    if unknown := set(chosen.clips) - set(judged):
        parser.error(f"no such sample clip: {', '.join(sorted(unknown))}")
    names = chosen.clips or judged
    print_samples(names)


if __name__ == "__main__":
    main()
