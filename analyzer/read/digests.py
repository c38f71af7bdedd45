"""What the readings of files would be stamped with, without reading the talk in them."""

from __future__ import annotations

from pathlib import Path

from analyzer.read import content_of
from analyzer.read.companions import Folder, find_companions, look_into, source_digest
from analyzer.read.people.choices import NO_CHOICES, Choices


class Digests:
    """The digests of files as they stand now, looking into each folder once."""

    def __init__(self, choices: Choices = NO_CHOICES) -> None:
        self._choices = choices
        self._folders: dict[Path, Folder] = {}

    def of(self, file: str) -> str:
        """What a reading of the file, with what lies beside it, would be stamped with.

        Raises AnalyzerError where it cannot be read.
        """
        place = Path(file).parent
        if place not in self._folders:
            self._folders[place] = look_into(place)
        beside = find_companions(file, folder=self._folders[place])
        named = self._choices.over(beside.read_choices(Path(file)))
        return source_digest(content_of(file), companions=beside, choices=named)
