"""What a camera is called, which ones this machine has, and why one does not open."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.words.catalogue import say
from formcheck.edges.camera_address import SCHEMES
from formcheck.edges.native_logs import cv2
from formcheck.errors import CameraError

__all__ = ["CameraName", "list_cameras", "parse_camera", "why_closed"]


@dataclass(frozen=True, slots=True)
class CameraName:
    """What `--camera` names: one of number, address and file.

    certificate: SHA-256 of the one that the camera at an address must have. label: what
    the system calls it, empty where that is not known.
    """

    number: int | None = None
    address: str | None = None
    file: Path | None = None
    certificate: str | None = None
    label: str = field(default="", compare=False)

    @property
    def elsewhere(self) -> str | None:
        """The host whose camera it is, where that is not this machine."""
        host = urlsplit(self.address).hostname if self.address else None
        local = host is None or host == "localhost" or host.startswith("127.")
        return None if local or host == "::1" else host

    def __str__(self) -> str:
        if self.number is not None:
            return self.label or say("camera {number}", number=self.number)
        return self.file.name if self.file else _without_password(self.address or "")


def parse_camera(text: str, certificate: str | None = None) -> CameraName:
    """Read what was given as a camera.

    certificate: SHA-256 in hex, of the one that an https camera must have.

    Raises
    ------
    CameraError
        It is neither a number, an http, https or rtsp address, nor a file, or the
        certificate is none.
    """
    if certificate is not None:
        certificate = certificate.replace(":", "").strip().lower()
        if not re.fullmatch(r"[0-9a-f]{64}", certificate):
            raise CameraError("a certificate's SHA-256 has 64 hex digits")
        if not text.lower().startswith("https://"):
            raise CameraError("only a camera at https://... has a certificate")
    if named := re.fullmatch(r"(?:/dev/video)?(\d{1,3})", text.strip()):
        return CameraName(number=int(named[1]))
    # A password in it is not for the terminal.
    shown = re.sub(r"://[^/]*@", "://", text)
    scheme = text.split("://", 1)[0].lower() if "://" in text else ""
    if scheme:
        if scheme not in SCHEMES or not _has_host(text):
            raise CameraError(
                f"{shown}: not a camera's address; it begins with http://, https:// "
                "or rtsp://"
            )
        return CameraName(address=text, certificate=certificate)
    path = Path(text)
    try:
        there = path.is_file()
    except (OSError, ValueError):  # too long for a name, or none
        there = False
    if not there:
        raise CameraError(f"{shown}: no camera number, no address and no file")
    return CameraName(file=path)


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # half an IPv6 address, a port of letters
        return False


def list_cameras(devices: Path = Path("/sys/class/video4linux")) -> list[CameraName]:
    """List the cameras of this machine by number.

    On Linux by what the system says, without switching any on; elsewhere by trying the
    first few, which takes about a second.
    """
    if devices.is_dir():
        found = []
        for device in devices.glob("video*"):
            try:  # a camera's further nodes carry no pictures
                first = int((device / "index").read_text()) == 0
            except (OSError, ValueError):
                first = True
            if first and (number := device.name.removeprefix("video")).isdigit():
                label = _label(device)
                found.append(CameraName(number=int(number), label=label))
        return sorted(found, key=lambda name: name.number or 0)
    if sys.platform == "linux":
        return []
    return [CameraName(number=n) for n in range(4) if _answers(n)]


def _label(device: Path) -> str:
    """What the system calls it."""
    try:
        return (device / "name").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def why_closed(name: CameraName, devices: Path = Path("/dev")) -> CameraStatus:
    """Why a camera does not open, as far as the system tells."""
    if name.number is None or sys.platform != "linux":
        return CameraStatus.NONE
    device = devices / f"video{name.number}"
    if not device.exists():
        return CameraStatus.NONE
    if not os.access(device, os.R_OK | os.W_OK):
        return CameraStatus.DENIED
    return CameraStatus.BUSY


def _answers(number: int) -> bool:
    capture = cv2.VideoCapture(number)
    try:
        return bool(capture.isOpened())
    finally:
        capture.release()


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path}"
