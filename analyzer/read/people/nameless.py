"""Labels of voices that a machine tells apart and cannot name: ``Speaker 1``, ``SPEAKER_00``."""

from __future__ import annotations

import re

# A letter behind such a word is parted from it: "Mani" and "Cha" are people.
_NAMELESS = re.compile(
    r"""(?ix)
    (?: speaker | spk | spkr | voice | channel | ch | participant | person | caller | dial-?in
      | attendee | guest | user | member | phone | male | female | man | woman
      | (?:unknown|unidentified|unnamed) (?:[\s_-]+(?:speaker|voice|participant|person|caller))? )
    (?: [\s_#.:-]* [0-9]{1,3} [a-z]? | [\s_#.:-]+ [a-z] ) (?: ,\ speaker\ [0-9a-z]{1,3} )?
    | \(?\+?[0-9][0-9*\s().-]{5,}
    | call-in\ user\ \S+ | user\ \S*[0-9]\S*
    | (?:iphone|ipad|galaxy|android|macbook)(?:\s*\(?[0-9]+\)?)?
    """
)
# Such a voice may be several people.
_SEVERAL = re.compile(
    r"(?i)(?:(?:unknown|unidentified|unnamed|other|another|new)"
    r"(?:[\s_-]+(?:speaker|voice|participant|person|caller|male|female|man|woman))?"
    r"|speakers?|voices?|participants?|persons?|callers?|attendees?|users?)"
)


def is_nameless(label: str) -> bool:
    """Whether a label is what machines call somebody they cannot name.

    Roles such as "Coach" are none: who writes them means them.

    >>> [is_nameless(label) for label in ("SPEAKER_00", "Speaker A", "Unknown", "Coach", "Jen 2")]
    [True, True, True, False, False]
    """
    return _NAMELESS.fullmatch(label.strip()) is not None or is_several(label)


def is_several(label: str) -> bool:
    """Whether such a voice may be several people, as ``Unknown`` may."""
    return _SEVERAL.fullmatch(label.strip()) is not None
