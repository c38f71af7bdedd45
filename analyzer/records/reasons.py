"""Why a label was given, in words: for a terminal, a page, a tooltip."""

from __future__ import annotations

from analyzer.records.findings import Label


def reason(label: Label) -> str:
    """Who gave a label and what it rests on, in a line that can follow "why:".

    >>> reason(Label(category="steep", score=0.9, source="rule:let it steep"))
    'the phrase “let it steep”, a rule of the pack'
    >>> reason(Label(category="steep", score=0.8, source="model:tea 1", because=("leaf", "wait")))
    'tea 1 went most by the words leaf, wait'
    """
    giver, _, name = label.source.partition(":")
    named = name or giver
    match giver:
        case "rule":
            phrases = " and ".join(f"“{phrase}”" for phrase in label.because or (named,))
            return f"the phrase {phrases}, a rule of the pack"
        case "person":
            return f"labelled by {named}"
        case "examples" if label.because:
            return f"most like “{label.because[0]}” in the pack {named}"
    if not label.because:
        return f"{named} went by what was said around it"
    return f"{named} went most by the words {', '.join(label.because)}"
