"""python -m tools.render_samples [CLIP ...] [--out DIR] [--sheet DIR] [--jobs N]."""

from __future__ import annotations

import argparse
import multiprocessing
import sys

from .clip import find
from .film import make


def main() -> int:
    """Render the named clips, or all."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.render_samples", description="Renders the sample clips."
    )
    parser.add_argument("clips", nargs="*", metavar="CLIP", help="names; all if none")
    parser.add_argument("--out", default="sample_videos", help="where clips go")
    parser.add_argument("--sheet", metavar="DIR", help="contact sheets only, into DIR")
    parser.add_argument(
        "--at", type=float, nargs="*", default=[], help="seconds to show on a sheet"
    )
    parser.add_argument("--jobs", type=int, default=1, help="clips at a time")
    parser.add_argument("--list", action="store_true", help="name the clips and stop")
    wanted = parser.parse_args()
    known = find()
    unknown = [c for c in wanted.clips if c not in known]
    if unknown:
        print(f"no such clip: {', '.join(unknown)}", file=sys.stderr)
        return 2
    if wanted.list:
        for name, clip in known.items():
            print(f"{name:36} {clip.body or '-':9} {clip.how}")
        return 0
    tasks = [(c, wanted.out, wanted.sheet, wanted.at) for c in wanted.clips or known]
    if wanted.jobs <= 1:
        for task in tasks:
            print(make(*task), flush=True)
        return 0
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(wanted.jobs, maxtasksperchild=1) as pool:
        for done in [pool.apply_async(make, task) for task in tasks]:
            print(done.get(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
