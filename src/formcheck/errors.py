"""What can go wrong, as one small tree.

FormcheckError          anything the user can act on: one plain line, exit status 2
    VideoError          a recording that cannot be read
    CameraError         a camera that cannot be used
    JournalError        a session's journal that cannot be read
    ModelError          the pose model is missing or is not one
    StretchFileError    a stretch file with problems, all of them at once
    UnknownStretchError no stretch of that name, with the nearest ones
    ProgrammeFileError  a programme's file with problems, all of them at once
    UnknownProgrammeError no programme of that name, with the nearest one
    ProfileError        a profile that cannot be read
    PlanError           a personal plan with problems, all of them at once
    SafetyFileError     the file of conditions with problems, all of them at once
    JudgingFileError    the file of judging's numbers with problems, all of them at once
    TraceError          a landmark trace that cannot be read
    HistoryError        the history of sessions, or one of them, cannot be read
        DamagedHistoryError  its database is damaged as a whole
    OutputError         a place that cannot be written to
    ClusterError        a cluster that cannot be used
    MissingExtraError   what an extra brings is not installed
"""

from __future__ import annotations

__all__ = [
    "CameraError",
    "ClusterError",
    "DamagedHistoryError",
    "FormcheckError",
    "JournalError",
    "JudgingFileError",
    "HistoryError",
    "MissingExtraError",
    "ModelError",
    "OutputError",
    "PlanError",
    "ProfileError",
    "ProgrammeFileError",
    "SafetyFileError",
    "StretchFileError",
    "TraceError",
    "UnknownProgrammeError",
    "UnknownStretchError",
    "VideoError",
]


class FormcheckError(Exception):
    """Something the user can act on. Its text is one plain line, or one a problem."""


class VideoError(FormcheckError):
    """A recording cannot be read."""


class CameraError(FormcheckError):
    """A camera cannot be used, or its name is not one."""


class ClusterError(FormcheckError):
    """A cluster cannot be used."""


class MissingExtraError(FormcheckError):
    """What an extra of the package brings is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs an extra that is not installed: "
            f"pip install 'formcheck[{extra}]'"
        )


class JournalError(FormcheckError):
    """A session's journal cannot be read."""


class ModelError(FormcheckError):
    """The pose model is missing or is not one."""


class StretchFileError(FormcheckError):
    """A stretch file is broken; the text has a line for every problem in it."""


class UnknownStretchError(FormcheckError):
    """No stretch has that name."""


class ProgrammeFileError(FormcheckError):
    """A programme's file is broken; the text has a line for every problem in it."""


class UnknownProgrammeError(FormcheckError):
    """No programme has that name."""


class ProfileError(FormcheckError):
    """A profile cannot be read."""


class PlanError(FormcheckError):
    """A personal plan is broken; the text has a line for every problem in it."""


class SafetyFileError(FormcheckError):
    """The file of conditions is broken; the text has a line for every problem in it."""


class JudgingFileError(FormcheckError):
    """The file of the numbers that everybody is judged by is broken."""


class TraceError(FormcheckError):
    """A landmark trace cannot be read."""


class HistoryError(FormcheckError):
    """The history of sessions, or one of them, cannot be read."""


class DamagedHistoryError(HistoryError):
    """The history's database is damaged, or none of formcheck's."""


class OutputError(FormcheckError):
    """Results cannot be written where they were asked for."""
