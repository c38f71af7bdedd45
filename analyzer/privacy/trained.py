"""Presidio and spaCy models as recognisers, with what lies on this machine; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from analyzer.nlp import find_entities, load_trained, trained_model
from analyzer.privacy.kinds import Kind
from analyzer.privacy.recognisers import Recognised, Recogniser

_OF_SPACY = {
    "PERSON": Kind.PERSON,
    "PER": Kind.PERSON,
    "ORG": Kind.COMPANY,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
}
_OF_PRESIDIO = {
    "PERSON": Kind.PERSON,
    "ORGANIZATION": Kind.COMPANY,
    "LOCATION": Kind.PLACE,
}
_SURE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacyRecogniser:
    """The names that an installed spaCy model finds."""

    name: str
    nlp: Any

    def find(self, texts: Sequence[str]) -> Iterator[Recognised]:
        """The names in the texts of one talk."""
        for written, label in find_entities(texts, nlp=self.nlp):
            if label in _OF_SPACY:
                yield Recognised(written, _OF_SPACY[label])


@dataclass(frozen=True, slots=True, kw_only=True)
class PresidioRecogniser:
    """The names that Presidio finds with an installed spaCy model."""

    name: str
    analyzer: Any

    def find(self, texts: Sequence[str]) -> Iterator[Recognised]:
        """The names in the texts of one talk."""
        for text in texts:
            found = self.analyzer.analyze(text, language="en", entities=sorted(_OF_PRESIDIO))
            for it in sorted(found, key=lambda one: (one.start, -one.end)):
                if it.score >= _SURE:
                    yield Recognised(text[it.start : it.end], _OF_PRESIDIO[it.entity_type])


def load_recogniser() -> Recogniser | None:
    """Presidio where it is installed with an English spaCy model, that model alone, or None.

    Without a model on this machine Presidio would fetch one, so it is left aside.
    """
    model = trained_model()
    if model is None:
        return None
    if find_spec("presidio_analyzer") is not None:
        return _presidio(model)
    return SpacyRecogniser(name=model, nlp=load_trained(model))


def _presidio(model: str) -> PresidioRecogniser:
    from presidio_analyzer import AnalyzerEngine  # noqa: PLC0415 - optional
    from presidio_analyzer.nlp_engine import NlpEngineProvider  # noqa: PLC0415 - same

    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": model}],
    }
    engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    return PresidioRecogniser(name=f"presidio with {model}", analyzer=analyzer)
