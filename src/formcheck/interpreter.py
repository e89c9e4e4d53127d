"""How Python itself is to run, the same in every process of formcheck's."""

from __future__ import annotations

import gc
import sys

__all__ = ["tune"]


def tune() -> None:
    """Ask less of the garbage collector, and let threads take turns sooner."""
    # What gets imported is no garbage, and need not be searched for it every few ms.
    gc.set_threshold(50_000)
    # Whoever looks should not wait 5 ms each time for a thread that reads or loads.
    sys.setswitchinterval(0.0005)
