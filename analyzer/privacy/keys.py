"""The key: who stands behind each pseudonym, and every word that was taken out of each text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from analyzer.errors import PrivacyError
from analyzer.files import is_open_to_others, write_private
from analyzer.privacy.kinds import Entry, Found, Kind
from analyzer.privacy.rewriting import Rewritten, rewritten

# What was replaced in a text: start and end of the pseudonym, and what stood there.
Word = tuple[int, int, str]

_ABOUT = (
    "The key to texts redacted by analyzer: it gives every name back. Keep it apart from them, and"
    " delete it where nobody shall be able to."
)
_VERSION = 1


@dataclass(slots=True, kw_only=True)
class Key:
    """Entries, and for each redacted text, by its digest, the words that were taken out of it."""

    entries: tuple[Entry, ...]
    texts: dict[str, tuple[Word, ...]] = field(default_factory=dict)

    def redact(self, text: str, found: Iterable[Found], *, name: str = "") -> Rewritten:
        """The text with the pseudonyms of what was found in it, remembered so that it comes back.

        ``name`` is that of the file it goes into. Of two texts that differ only in how they name
        somebody, and so are one text now, the name tells which is which.

        >>> entry = Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Imani",))
        >>> key = Key(entries=(entry,))
        >>> key.redact("IMANI left.", [Found(start=0, end=5, entry=entry)]).text
        'Client 1 left.'
        >>> key.restored("Client 1 left.")
        'IMANI left.'
        """
        now = rewritten(text, tuple(found))
        words = tuple((start, end, text[was:until]) for was, until, start, end in now.places)
        if words:
            is_taken = self.texts.setdefault(_digest(now.text), words) != words
            if is_taken:
                self.texts[_digest(now.text, name)] = words
        return now

    def knows(self, text: str) -> bool:
        """Whether this very text was redacted with the key, so that each word of it comes back."""
        return _digest(text) in self.texts

    def restored(self, text: str, *, name: str = "") -> str:
        """The text as it was; one that was changed since gets the fullest name of each pseudonym.

        ``name`` is that of its file. A text without a pseudonym is given back as it is.
        """
        words = self.texts.get(_digest(text, name)) or self.texts.get(_digest(text))
        return _put_back(text, self._pseudonyms_in(text) if words is None else words)

    def _pseudonyms_in(self, text: str) -> Iterator[Word]:
        names = {it.pseudonym: it.names[0] for it in self.entries if it.names}
        longest_first = sorted(names, key=lambda it: (-len(it), it))
        pattern = "|".join(map(re.escape, longest_first))
        for match in re.finditer(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", text) if names else ():
            yield match.start(), match.end(), names[match[0]]

    def to_json(self) -> str:
        """The key as a file holds it, the same for the same key."""
        entries = [
            {"pseudonym": it.pseudonym, "kind": it.kind, "names": it.names, "clear": it.clear}
            for it in self.entries
        ]
        texts = {digest: self.texts[digest] for digest in sorted(self.texts)}
        about = {"about": _ABOUT, "version": _VERSION, "entries": entries, "texts": texts}
        return json.dumps(about, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The key a file holds. Raises ValueError, KeyError or TypeError for something else."""
        told: Mapping[str, Any] = json.loads(text)
        if told["version"] != _VERSION:
            raise ValueError(told["version"])
        return cls(
            entries=tuple(
                Entry(
                    pseudonym=it["pseudonym"],
                    kind=Kind(it["kind"]),
                    names=tuple(it["names"]),
                    clear=tuple(it["clear"]),
                )
                for it in told["entries"]
            ),
            texts={
                digest: tuple((int(start), int(end), str(word)) for start, end, word in words)
                for digest, words in told["texts"].items()
            },
        )


def _put_back(text: str, words: Iterable[Word]) -> str:
    pieces: list[str] = []
    place = 0
    for start, end, word in words:
        pieces += [text[place:start], word]
        place = end
    return "".join((*pieces, text[place:]))


def _digest(text: str, name: str | None = None) -> str:
    """Of a text alone, or with the name of its file, which may have moved to another folder."""
    named = text if name is None else f"{name}\0{text}"
    return sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_key(path: str | Path) -> Key:
    """The key in a file. Raises PrivacyError where it is missing, or the file of something else."""
    place = Path(path)
    try:
        return Key.from_json(place.read_text(encoding="utf-8"))
    except OSError as error:
        what = f"the key cannot be read: {error.strerror}."
        hint = "Name the file that 'analyzer redact' wrote as --key."
        raise PrivacyError(what, path=str(place), hint=hint) from error
    except (ValueError, KeyError, TypeError) as error:
        hint = "Name the file that 'analyzer redact' wrote as --key."
        raise PrivacyError("this is no key.", path=str(place), hint=hint) from error


def write_key(key: Key, path: str | Path) -> None:
    """Writes a key for its owner alone. Raises PrivacyError where a file is there already."""
    place = Path(path)
    try:
        write_private(place, key.to_json().encode("utf-8", "surrogatepass"), replace=False)
    except FileExistsError as error:
        hint = "Name another file; a key is never written over."
        raise PrivacyError("there is a file already.", path=str(place), hint=hint) from error
    except OSError as error:
        what = f"the key cannot be written: {error.strerror or error}."
        hint = "Choose a folder that exists and that you may write to."
        raise PrivacyError(what, path=str(place), hint=hint) from error


def is_exposed(path: str | Path) -> bool:
    """Whether others than its owner may read a key."""
    return is_open_to_others(path)
