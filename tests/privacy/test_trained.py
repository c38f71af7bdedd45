from __future__ import annotations

import pytest
import spacy

from analyzer.privacy import redactor_for
from analyzer.privacy.kinds import Kind
from analyzer.privacy.recognisers import Recognised, installed_recogniser
from analyzer.privacy.trained import SpacyRecogniser
from tests.builders import a_call


@pytest.fixture
def recogniser() -> SpacyRecogniser:
    """A spaCy pipeline that finds what a trained one would."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "ORG", "pattern": "Tall Oak"},
            {"label": "DATE", "pattern": "Friday"},
            {"label": "PERSON", "pattern": "hollis"},
        ]
    )
    return SpacyRecogniser(name="rules", nlp=nlp)


def test_names_of_a_trained_model_are_taken_by_their_kind(recogniser: SpacyRecogniser) -> None:
    assert list(recogniser.find(["Tall Oak closed on Friday."])) == [
        Recognised("Tall Oak", Kind.COMPANY)
    ]


def test_what_only_a_recogniser_finds_is_redacted(recogniser: SpacyRecogniser) -> None:
    call = a_call("Mike: So Tall Oak closed.", "Ana: I liked hollis.")
    redactor = redactor_for([call], recogniser=recogniser)
    assert redactor.redacted("Tall Oak and hollis") == "Company 1 and hollis"


def test_without_a_model_on_this_machine_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.nlp.get_installed_models", lambda: ["de_core_news_sm"])
    assert installed_recogniser() is None


def test_of_several_models_the_largest_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["en_core_web_sm", "en_core_web_lg", "en_own"]
    monkeypatch.setattr("analyzer.nlp.get_installed_models", lambda: names)
    monkeypatch.setattr("analyzer.privacy.trained.load_trained", lambda _: spacy.blank("en"))
    monkeypatch.setattr("analyzer.privacy.trained.find_spec", lambda _: None)
    found = installed_recogniser()
    assert found is not None
    assert found.name == "en_core_web_lg"
