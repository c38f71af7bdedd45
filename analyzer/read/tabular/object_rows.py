"""Lists of objects in JSON of unknown shape: where they are, and their keys as columns.

Known are a list of objects, one object a line, lists below any keys (several under one key are
several talks), tables kept by column (``{"speaker": […], "text": […]}``, ``columns`` and ``data``)
and lists of lists. Objects inside become columns of their own, ``{"speaker": {"name": …}}`` the
name; two numbers under a time are start and end; lists of words are joined.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzer.read.tabular.column_heads import Part, part_named, person_in, words_of
from analyzer.read.tabular.columns import Row, Table, find_layout, find_table
from analyzer.read.trees import Json, at, number_at

_DEEPEST = 6
_MOST_NODES = 20_000
_MOST_KEYS = 60
_LARGEST = 1e15
_SAMPLE = 300
_SPANS = frozenset(("timestamps", "interval", "span", "range", "times", "time", "timestamp", "dur"))
_PEOPLE = frozenset(
    ("speakers", "participants", "attendees", "users", "people", "persons", "members", "voices")
) | frozenset(("authors", "roster", "invitees", "speakermap", "speakernames", "speakerlabels"))
_IDS = ("id", "spkid", "speaker_id", "speakerId", "user_id", "userId", "participant_id", "key")
_MORE_IDS = ("participantId", "uuid", "index", "idx", "label", "tag", "speaker", "number", "email")

Rows = list[dict[str, Json]]
Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The objects of all lists below one chain of keys, and a table of their first ones.

    ``places`` are the keys of each list, ``lists`` how many objects each of them holds.
    """

    places: tuple[Keys, ...]
    lists: tuple[int, ...]
    rows: Rows
    table: Table

    @property
    def depth(self) -> int:
        """How many keys lie above the list."""
        return len(self.places[0])


def find_talk(tree: Json) -> Listed | None:
    """The list that holds the talk: with text, then with speakers, then nearest to the top."""
    found: dict[Keys, list[tuple[Keys, Rows]]] = {}
    for keys, rows in _lists(tree):
        shape = tuple("*" if isinstance(key, int) else key for key in keys)
        found.setdefault(shape, []).append((keys, rows))
    talks = [talk for lists in found.values() if (talk := _talk(tree, lists)) is not None]
    if not talks:
        return None
    words = {id(talk): _n_words(talk) for talk in talks}
    most = max(words.values())
    return min(
        (talk for talk in talks if words[id(talk)] * 3 >= most),
        key=lambda talk: (
            not talk.table.layout.is_named,
            Part.SPEAKER not in talk.table.layout.parts,
            talk.depth,
        ),
    )


def holds_objects(tree: Json) -> bool:
    """Whether any list in the tree holds objects."""
    return next(_lists(tree), None) is not None


def whole_table(tree: Json, talk: Listed) -> Table | None:
    """The table of all objects of the talk, ids of speakers replaced by their names."""
    return _table(talk.rows, people_in(tree, talk.places[0]), lists=talk.lists)


def people_in(tree: Json, keys: Keys) -> dict[str, str]:
    """The names of speakers by their ids, from lists of people beside what ``keys`` lead to."""
    names: dict[str, str] = {}
    for depth in range(len(keys), -1, -1):
        above = at(tree, *keys[:depth])
        if isinstance(above, dict):
            for key, value in above.items():
                if is_people(key):
                    names = _people(value) | names
    return names


def is_people(key: str) -> bool:
    """Whether a list of this name is one of people."""
    return "".join(words_of(key)) in _PEOPLE


def _people(value: Json) -> dict[str, str]:
    if isinstance(value, dict):
        named = ((key, _called(person)) for key, person in value.items())
        return {key: name for key, name in named if name}
    if not isinstance(value, list):
        return {}
    names: dict[str, str] = {}
    for person in value:
        name = person_in(person)
        for key in reversed((*_IDS, *_MORE_IDS)) if name else ():
            number = _cell(at(person, key))
            if number and name:
                names[number] = name
    if any(name.isdecimal() for name in names):
        return names
    places = {str(place): name for place, one in enumerate(value) if (name := _called(one))}
    return places | names  # speakers may be places in the list


def _called(person: Json) -> str:
    name = person if isinstance(person, str) else person_in(person)
    return " ".join((name or "").split())


def _lists(tree: Json) -> Iterator[tuple[Keys, Rows]]:
    """Every list of objects, or table kept otherwise, with the keys that lead to it."""
    waiting: deque[tuple[Keys, Json]] = deque([((), tree)])
    n_nodes = 0
    while waiting and n_nodes < _MOST_NODES:
        keys, value = waiting.popleft()
        n_nodes += 1
        rows = _as_rows(value)
        if rows:
            yield keys, rows
        if len(keys) >= _DEEPEST:
            continue
        if isinstance(value, dict):
            waiting += [
                ((*keys, key), one) for key, one in value.items() if isinstance(one, dict | list)
            ]
        elif isinstance(value, list):
            waiting += [
                ((*keys, index), one)
                for index, one in enumerate(value[:_SAMPLE])
                if isinstance(one, dict)
            ]


def _as_rows(value: Json) -> Rows:
    """The objects that a value lists, in whichever of the known ways; empty for other values."""
    if isinstance(value, list):
        rows = [one for one in value if isinstance(one, dict)]
        return rows if rows or len(value) < 3 else _of_lists(value, None)
    if not isinstance(value, dict):
        return []
    columns = at(value, "columns")
    if isinstance(columns, list) and isinstance(at(value, "data"), list):
        return _of_lists(value["data"], [str(name) for name in columns])
    parts = {part_named(key) for key, one in value.items() if not isinstance(one, dict | list)}
    if {Part.SPEAKER, Part.START, Part.TEXT} <= parts:
        return [value]  # JSON lines of one line
    if _has_text(value):
        return _by_column(value)
    below = [one for one in value.values() if isinstance(one, dict) and _has_text(one)]
    return below if 1 < len(below) == len(value) else []


def _of_lists(lists: Json, heads: Sequence[str] | None) -> Rows:
    if not isinstance(lists, list) or not all(isinstance(one, list) for one in lists):
        return []
    width = max((len(one) for one in lists if isinstance(one, list)), default=0)
    if not 1 < width <= _MOST_KEYS:
        return []
    names = [f"{index}" for index in range(width)] if heads is None else list(heads)
    return [dict(zip(names, one, strict=False)) for one in lists if isinstance(one, list)]


def _by_column(value: Mapping[str, Json]) -> Rows:
    """The rows of ``{"speaker": [a, b], "text": [c, d]}``, or the same with numbered cells."""
    columns: dict[str, list[Json]] = {}
    for key, column in value.items():
        cells = list(column.values()) if isinstance(column, dict) else column
        if isinstance(cells, list) and not any(isinstance(cell, dict | list) for cell in cells):
            columns[key] = cells
    texts = [len(cells) for key, cells in columns.items() if part_named(key) is Part.TEXT]
    size = max(texts, default=0)
    columns = {key: cells for key, cells in columns.items() if len(cells) == size}
    if size < 2 or len(columns) < 2:
        return []
    return [{key: cells[row] for key, cells in columns.items()} for row in range(size)]


def _has_text(row: Mapping[str, Json]) -> bool:
    return any(part_named(key) is Part.TEXT for key in row)


def _talk(tree: Json, lists: Sequence[tuple[Keys, Rows]]) -> Listed | None:
    rows = [row for _, some in lists for row in some]
    sample = [row for _, some in lists[:_SAMPLE] for row in some[:_SAMPLE]][: 2 * _SAMPLE]
    table = _table(sample, people_in(tree, lists[0][0]))
    if table is None or set(table.layout.parts) <= {Part.TEXT, Part.NUMBER}:
        plain = table is not None and Part.TEXT not in table.layout.guessed and len(rows) > 1
        if table is None or not plain or _is_about(lists[0][0]):
            return None
    return Listed(
        places=tuple(keys for keys, _ in lists),
        lists=tuple(len(some) for _, some in lists),
        rows=rows,
        table=table,
    )


def _is_about(keys: Keys) -> bool:
    """Whether a list seems to be about the talk, and not the talk."""
    words = {word for key in keys if isinstance(key, str) for word in words_of(key)}
    about = {
        "topic",
        "topics",
        "summary",
        "notes",
        "action",
        "actions",
        "items",
        "query",
        "queries",
    }
    return bool(words & (about | {"highlights", "chapters", "questions", "keywords", "insights"}))


def _n_words(talk: Listed) -> int:
    return sum(len(text.split()) for text in talk.table.column(Part.TEXT))


def _table(rows: Rows, people: Mapping[str, str], *, lists: Sequence[int] = ()) -> Table | None:
    """Objects as a table with their keys as the names of columns."""
    flat = [dict(_flat(row, people)) for row in rows]
    counts = Counter(key for row in flat for key in row)
    common = {key for key, _ in counts.most_common(_MOST_KEYS)}
    heads = [key for key in counts if key in common]
    if not heads:
        return None
    cells = [tuple(row.get(key, "") for key in heads) for row in flat]
    if len(lists) > 1:
        heads.append("conversation id")
        numbers = [str(number) for number, size in enumerate(lists, 1) for _ in range(size)]
        cells = [(*row, number) for row, number in zip(cells, numbers, strict=True)]
    if all(head.isdecimal() for head in heads):
        return find_table([Row(cells=row) for row in cells])
    filled = tuple(Row(cells=row) for row in cells if any(cell.strip() for cell in row))
    layout = find_layout(heads, filled)
    return None if layout is None else Table(heads=tuple(heads), rows=filled, layout=layout)


def _flat(row: Mapping[str, Json], people: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The cells of an object by their keys; names of people for their ids."""
    for key, value in row.items():
        part = part_named(key)
        if isinstance(value, dict):
            yield from _inner(key, value, part, people)
        elif isinstance(value, list):
            yield from _listed(key, value, part)
        elif part in {Part.SPEAKER, Part.ID}:
            cell = _cell(value)
            yield key, people.get(cell, cell)
        else:
            yield key, _cell(value)


def _inner(
    key: str, value: Mapping[str, Json], part: Part | None, people: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    if part in {Part.SPEAKER, Part.ID}:
        number = next((cell for name in _IDS if (cell := _cell(value.get(name)))), "")
        yield key, person_in(dict(value)) or people.get(number, number)
    elif part in {Part.START, Part.END} and ("seconds" in value or "nanos" in value):
        seconds = (number_at(dict(value), "seconds") or 0.0) + (
            number_at(dict(value), "nanos") or 0.0
        ) / 1e9
        yield key, str(seconds)
    else:
        for name, one in value.items():
            if not isinstance(one, dict | list):
                yield f"{key} {name}", _cell(one)


def _listed(key: str, value: Sequence[Json], part: Part | None) -> Iterator[tuple[str, str]]:
    numbers = [one for one in value if isinstance(one, int | float) and not isinstance(one, bool)]
    is_span = part in {Part.START, Part.DURATION} or "".join(words_of(key)) in _SPANS
    if len(numbers) == len(value) == 2 and is_span:
        yield "start", _cell(value[0])
        yield "end", _cell(value[1])
    elif part is Part.TEXT:
        words = (one if isinstance(one, str) else _word_in(one) for one in value)
        yield key, " ".join(word.strip() for word in words if word.strip())


def _word_in(value: Json) -> str:
    for key in ("punctuated_word", "word", "text", "value", "content", "sentence"):
        found = at(value, key)
        if isinstance(found, str):
            return found
    return ""


def _cell(value: Json) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and abs(value) < _LARGEST and value == int(value):
        return str(int(value))
    return str(value)
