"""The file that ``analyzer measures --new`` writes: a scorecard to begin with, each line told."""

from __future__ import annotations

from typing import Final

from analyzer.errors import ScorecardError
from analyzer.records.toml_text import is_kebab, kebab_hint


def scorecard_template(name: str) -> str:
    """A scorecard file to begin with, every field explained, to write over.

    Raises ScorecardError when the name is not of the form ``my-card``.
    """
    if not is_kebab(name):
        raise ScorecardError(f"{name!r} is no name for a scorecard.", hint=kebab_hint(name))
    return _TEMPLATE.replace("NAME", name)


_TEMPLATE: Final = """\
# A scorecard: what you want counted in your sessions. Numbers come with the words behind them, and
# stand beside your own earlier sessions: no grade, no target, nobody else's numbers.
# Use it with:  analyzer measures -a calls.db --scorecard NAME.toml

name = "NAME"
version = "1"                  # raise it when you change what a measure means
title = "What I want to keep an eye on"
about = "One or two sentences: what this card is for, and how not to read it."

# One [[measure]] for each number, in the order they are shown. Write over these and add more.
[[measure]]
id = "open-questions"          # small letters and hyphens; stays the same for ever
name = "Open questions"        # as it reads beside the number
definition = "Questions of the coach that ask for more than yes, no or one fact."
# What is counted:
#   words, turns, time                 how much is said (time needs times in the transcript)
#   sentences                          single sentences
#   passages                           neighbouring sentences of one turn, taken together
#   advice                             stretches of advice
#   early-advice                       advice in an exchange before anything was asked there
#   stacked-questions                  two or more questions in a row before anybody can answer
#   longest-turn, longest-run          most words until somebody else speaks; nods aside
#   interruptions                      needs times, and turns that overlap
count = "sentences"
by = "coach"                   # coach, client, other, or several: ["coach", "client"]
                               # leave it out to count what anybody says
in = ["exploration"]           # only in these segments: front, question, opening, exploration,
                               # advice, closing, takeaway, logistics, promotion, comments
# For sentences and passages only, all may be left out:
moves = ["question-open"]      # what the sentence does: promotion, logistics, social, script,
                               # question-open, question-closed, gap, commitment, directive,
                               # reflection, affirmation, acknowledgement, story, rationale,
                               # situation, other

[[measure]]
id = "my-phrase"
name = "“What else?”"
definition = "Whenever the coach asks for more with these words."
count = "sentences"
by = "coach"
phrases = ["what else", "say more", "tell me * more"]   # one of them; * is up to three words

[[measure]]
id = "dated-promises"
name = "Promises with a day"
definition = "The client says what will be done, and a day or a time is named there."
count = "passages"
by = "client"
moves = ["commitment"]
dated = true                   # only where a day or time is named, in English
fewest_words = 4               # only where so many words are said
show = "yes-no"                # number unless you say share, ratio or yes-no

[[measure]]
id = "client-share"
name = "The client's share of the words"
definition = "The client's words by all words of the session."
count = "words"
by = "client"
of = "everyone"                # set against the same count by everybody: a share
                               # or the id of another measure: so many for each of those
"""
