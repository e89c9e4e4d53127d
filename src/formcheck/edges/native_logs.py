"""The one place where OpenCV is imported, and where native libraries are kept quiet.

OpenCV, FFmpeg, MediaPipe and TensorFlow Lite write to the process's standard error from
C++. What went wrong reaches the user as an exception; the rest is noise.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from formcheck.errors import FormcheckError

# Read by OpenCV when it is first imported or first opens a file. The whitelist keeps a
# playlist that poses as a video from opening a connection.
for _name, _value in (
    ("OPENCV_LOG_LEVEL", "SILENT"),
    ("OPENCV_FFMPEG_LOGLEVEL", "-8"),
    ("OPENCV_FFMPEG_CAPTURE_OPTIONS", "protocol_whitelist;file,crypto,data"),
):
    os.environ.setdefault(_name, _value)

try:
    import cv2
except ImportError as error:
    raise FormcheckError(
        f"OpenCV does not start ({error}); `formcheck doctor` says what is missing"
    ) from error

# One thread for each call: for pictures of this size waking more costs what they save,
# and the pose model and the reader beside it have the cores already.
cv2.setNumThreads(1)

__all__ = ["cv2", "silenced"]


@contextmanager
def silenced() -> Iterator[None]:
    """Send standard error nowhere, down to the file descriptor. Exceptions still pass.

    For the whole process: keep what runs inside short. Ctrl-C waits until it is over,
    as what runs inside goes on writing in a thread of its own.
    """
    with _interrupts_later(), _nowhere():
        yield


@contextmanager
def _interrupts_later() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def _nowhere() -> Iterator[None]:
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no standard error at all: there is nothing to silence
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
