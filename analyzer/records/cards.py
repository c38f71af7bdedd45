"""What is known about a model: what it was made from, and how well it finds each label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from analyzer.records.session import STRICT


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
class HeadScore:
    """Results of one kind of label: moves, segments, roles, advice, problems.

    ``unit`` says what was counted: sentence, exchange, speaker or session.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    head: str
    unit: str
    macro_f1: float
    micro_f1: float
    baselines: tuple[Baseline, ...]
    labels: tuple[LabelScore, ...]


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
