"""What all tests share: the tokeniser, and a pace for generated cases that fits busy machines."""

from __future__ import annotations

import pytest
from hypothesis import settings
from spacy.language import Language

from analyzer.nlp import load_nlp

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """English tokenisation, made once: making it takes longer than most tests."""
    return load_nlp()
