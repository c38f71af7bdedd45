"""Every error the package raises on purpose: one base, few kinds, each saying what to do next.

A message has three parts: what is wrong, with the value; where (file and line, or session and
sentence); what to do next. Facts stay readable as attributes, so callers compare facts and not
prose.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class AnalyzerError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is the whole message for a person."""

    def __init__(
        self,
        what: str,
        *,
        path: str | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        # First, since ImportError has a path of its own and sets it anew.
        super().__init__(what)
        self.what = what
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = ""
        if self.path is not None:
            place = self.path if self.line is None else f"{self.path}:{self.line}"
            place += ": "
        hint = f" {self.hint}" if self.hint else ""
        return f"{place}{self.what}{hint}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way back from a process pool, facts included."""
        return (_rebuild, (type(self), self.what, self.path, self.line, self.hint))


def _rebuild(
    kind: type[AnalyzerError], what: str, path: str | None, line: int | None, hint: str | None
) -> AnalyzerError:
    return kind(what, path=path, line=line, hint=hint)


class UnreadableTranscript(AnalyzerError, ValueError):  # noqa: N818 - reads as what it is
    """The file cannot be used: missing, empty, not text, or broken inside the format it claims."""


class UnknownFormat(AnalyzerError, ValueError):  # noqa: N818 - same
    """No reader claims the file, or the format asked for does not exist."""


class ChoiceError(AnalyzerError, ValueError):
    """What a person wrote about who speaks is in no known form, or contradicts itself."""


class SessionError(AnalyzerError, ValueError):
    """Records contradict each other: a finding lies outside its transcript, say."""


class PackError(AnalyzerError, ValueError):
    """A pack file is wrong: key, value, allowed values and nearest spelling are in the message."""


class ScorecardError(AnalyzerError, ValueError):
    """A scorecard file is wrong, or asks for what cannot be counted; as for packs."""


class LabelError(AnalyzerError, ValueError):
    """A labelled session file breaks the rules it is written under."""


class ModelError(AnalyzerError, RuntimeError):
    """A model is missing, damaged, made for another pack, or holds types that are not trusted."""


class ArchiveError(AnalyzerError, RuntimeError):
    """The archive file is missing, not an archive, of another version, or locked."""


class ThemeError(AnalyzerError, ValueError):
    """A theme is not there, or cannot be changed in the way asked for."""


class CorrectionError(AnalyzerError, ValueError):
    """What a person would correct is not there, or cannot be changed in this way."""


class ReviewError(AnalyzerError, RuntimeError):
    """The page to correct labels on cannot be served."""


class ReportError(AnalyzerError, RuntimeError):
    """A report cannot be made: nothing to report on, or the place to write to is not usable."""


class ExportError(AnalyzerError, RuntimeError):
    """An export cannot be made: no such target, nothing to hand on, or a place that is taken."""


class CodebookError(AnalyzerError, ValueError):
    """A codebook of another program is damaged, none at all, or holds no codes."""


class PrivacyError(AnalyzerError, RuntimeError):
    """A key is missing, no key, or in the way, or what is to be redacted cannot be written."""


class AgreementError(AnalyzerError, ValueError):
    """Labels cannot be compared: no session is shared, or its words differ."""


class ClusterError(AnalyzerError, RuntimeError):
    """A cluster does not answer, or has nobody to do the work."""


class MissingExtra(AnalyzerError, ImportError):  # noqa: N818 - same
    """An optional dependency is not installed; the message holds the pip line."""


def did_you_mean(value: str, choices: Iterable[str]) -> str:
    """A sentence that names the nearest spelling among the choices; empty when none is near.

    >>> did_you_mean("recruting", ["leadership", "recruiting"])
    "Did you mean 'recruiting'?"
    """
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    near = get_close_matches(value, list(choices), n=1)
    return f"Did you mean {near[0]!r}?" if near else ""
