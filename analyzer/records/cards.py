"""What is known about a model: what it was made from, and how well it finds each label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from analyzer.records.session import STRICT

if TYPE_CHECKING:
    from pydantic import ConfigDict


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelScore:
    """One label's result on sessions that were left out of training.

    ``support`` counts true cases, ``base_rate`` is their share. ``f1_low`` and ``f1_high`` bound
    the 95 % bootstrap interval over sessions. ``rely`` is False where the interval lies below the
    floor, and a report must say so.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    label: str
    support: int
    base_rate: float
    precision: float
    recall: float
    f1: float
    f1_low: float
    f1_high: float
    rely: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a simpler way reaches on the same sessions."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    macro_f1: float
    micro_f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScore:
    """Results on some of the sessions: those of one ``form`` or one ``channel``, as ``by`` says.

    ``n_units`` counts what ``HeadScore.unit`` names.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    by: str
    group: str
    n_sessions: int
    n_units: int
    macro_f1: float
    micro_f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How often a unit truly labelled ``gold`` was found to be ``found``, None where nothing was.

    ``gold`` and ``found`` are alike where it was found right.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    gold: str
    found: str | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """The findings scored from ``low`` to below ``high`` (1 included at the top).

    ``score`` is their mean score and ``right`` the share of them that is right, both 0 where there
    are none; where scores hold, the two are alike.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    low: float
    high: float
    n: int
    score: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryScore:
    """How well one way of cutting sessions up, the model or a baseline, finds the true boundaries.

    ``window_diff`` is the share of windows, half a mean true part long, in which the number of
    boundaries is wrong: 0 is perfect.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    way: str
    n_found: int
    precision: float
    recall: float
    f1: float
    window_diff: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """Boundaries true and found, right within ``tolerance`` sentences; the model stands first."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    tolerance: int
    n_true: int
    ways: tuple[BoundaryScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadScore:
    """Results of one kind of label: moves, segments, roles, advice, problems.

    ``unit`` says what was counted: sentence, exchange, speaker or session. ``confusions`` go from
    the most frequent on, where a unit has exactly one label. ``reliability`` holds ten bins and
    ``ece`` the expected calibration error, where findings carry scores. ``boundaries`` is there for
    the kinds that cut a session up.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    head: str
    unit: str
    macro_f1: float
    micro_f1: float
    baselines: tuple[Baseline, ...]
    labels: tuple[LabelScore, ...]
    groups: tuple[GroupScore, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    reliability: tuple[ReliabilityBin, ...] = ()
    ece: float | None = None
    boundaries: Boundaries | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """The record that lies beside a model; ``card.md`` is written from it, never by hand."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    version: str
    pack: str | None
    licence: str
    intended_use: str
    limits: tuple[str, ...]
    trained_on: str
    n_sessions: int
    n_sentences: int
    data_sha256: str
    file_sha256: str
    seed: int
    folds: str
    libraries: tuple[tuple[str, str], ...]
    heads: tuple[HeadScore, ...]
    history: tuple[str, ...] = ()
