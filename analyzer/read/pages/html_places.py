"""Where in the source of a page a piece of its text stands; parsers of HTML do not say."""

from __future__ import annotations

import re

# Letters that are written as entities only by machines that write all letters so.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,.?!-]{0,40}")
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_SEARCHED = 20_000


class Places:
    """Finds the lines of texts, which must be asked for from the top of the page downwards."""

    def __init__(self, source: str) -> None:
        body = _BODY.search(source)
        self._source = source
        self._at = self._counted = 0 if body is None else body.start()
        self._line = 1 + source.count("\n", 0, self._at)

    def line_of(self, text: str) -> int:
        """The line of the text, or of the one before it where it is written in another way."""
        plain = _PLAIN.search(text)
        if plain is None:
            return self._line
        found = self._source.find(plain[0], self._at, self._at + _SEARCHED)
        if found >= 0:
            self._line += self._source.count("\n", self._counted, found)
            self._counted = found
            self._at = found + len(plain[0])
        return self._line
