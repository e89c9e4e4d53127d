"""`python -m formcheck` is `formcheck`, which begins here."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; Ctrl-C while it is still being loaded is told as ever."""
    try:
        from formcheck.cli import main as run
    except KeyboardInterrupt:
        print("formcheck: stopped", file=sys.stderr)
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
