"""The file that ``analyzer pack new`` writes: a pack to begin with."""

from __future__ import annotations

from typing import Final

from analyzer.errors import PackError
from analyzer.records.toml_text import is_kebab, kebab_hint


def pack_template(name: str) -> str:
    """A pack file to begin with: one advice and one problem category to write over.

    Raises PackError when the name is not of the form ``my-pack``.
    """
    if not is_kebab(name):
        raise PackError(f"{name!r} is no name for a pack.", hint=kebab_hint(name))
    return _TEMPLATE.replace("NAME", name)


_TEMPLATE: Final = """\
# A pack: the advice you want to find in your sessions, and the problems clients bring.
# Check it with:  analyzer pack check NAME.toml
# Use it with:    analyzer analyze call.txt --pack NAME.toml

name = "NAME"
version = "1"        # raise it when you change what a category means
language = "en"

# One [[advice]] table for each type of advice. Write over this one and add more.
[[advice]]
id = "ask-for-the-date"          # small letters and hyphens; stays the same for ever
name = "Ask for the date"        # as it reads in a report
definition = "Get a day by which the other person decides, instead of a promise to be in touch."
# Five or more sentences that a coach would say when giving this advice.
examples = [
  "Don't leave the room before you both have a day in your calendar.",
  "Ask her by when she'll know, and write it down while she watches.",
  "“Would the twelfth work, or do you need until the end of that week?”",
  "An answer without a date is a polite no.",
  "When he says soon, ask him what soon means.",
]
# Sentences that look like it and are not.
counter_examples = ["We met on the twelfth."]
# Optional: phrases that are a sure sign by themselves; * stands for up to three words.
rules = ["by what date", "what does soon mean"]

# One [[problem]] table for each type of problem that clients bring. You may leave them out.
[[problem]]
id = "no-decision"
name = "No decision"
definition = "The other side keeps putting off a decision."
# Five or more sentences that a client would say about it.
examples = [
  "They like everything and still can't make up their minds.",
  "It's the third time that the meeting was moved.",
  "He says he'll think it over, and he's been thinking since May.",
  "Whenever I ask, somebody else has to be asked first.",
  "How do I get them to say yes or no?",
]
"""
