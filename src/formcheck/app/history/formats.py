"""What a kept session can be written as. Light, for the command line's help."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Format"]


class Format(StrEnum):
    """What a session can be written as."""

    JSON = "json"
    CSV = "csv"
    TIDY = "tidy"
    HTML = "html"
    PDF = "pdf"
    TRC = "trc"
    MOT = "mot"
    C3D = "c3d"
    DLC = "dlc"
    XLSX = "xlsx"
    FHIR = "fhir"
