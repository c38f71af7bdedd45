"""Redacting, putting back and checking, as ``analyzer redact`` asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from analyzer.archive import Archive
from analyzer.cli.parts.inputs import files_for
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted, plain
from analyzer.errors import AnalyzerError, PrivacyError
from analyzer.privacy import Redactor, redactor_for
from analyzer.privacy.copying import Copied, copy_archive, copy_sessions, restore_files
from analyzer.privacy.keys import Key, is_exposed, read_key, write_key
from analyzer.privacy.kinds import Entry
from analyzer.privacy.leaks import Check, find_leaks
from analyzer.privacy.recognisers import installed_recogniser
from analyzer.read import read_session

SHOWN_LEAKS = 200


def check_options(  # noqa: C901, PLR0913 - each combination has a line of its own
    ctx: click.Context,
    *,
    files: Sequence[str],
    archive: str | None,
    output: str | None,
    key: str | None,
    no_key: bool,
    key_inside: bool,
    mode: str,
) -> None:
    """Raises click's UsageError, with what to write instead, for options at odds."""
    if mode == "check":
        if not files:
            ctx.fail("name the files or folders to look through.")
        if (key is None) == (archive is None):
            ctx.fail("say whom to look for: --key FILE, or -a ARCHIVE for all whom it names.")
        return
    if output is None:
        ctx.fail("say where the result goes: -o PLACE.")
    if mode == "restore":
        if key is None or not files:
            ctx.fail("name the redacted files, and the key with --key FILE.")
        return
    if bool(files) == (archive is not None):
        ctx.fail("name transcripts, or an archive with -a: one of both.")
    if (key is None) != no_key:
        ctx.fail("say where the key goes with --key FILE, or that none is kept with --no-key.")
    if key is None:
        return
    if Path(key).exists():
        message = f"{key!r} is there already; a key is never written over."
        raise click.BadParameter(message, param_hint="'--key'")
    if not Path(key).absolute().parent.is_dir():
        message = f"the folder {str(Path(key).parent)!r} is not there."
        raise click.BadParameter(message, param_hint="'--key'")
    inside = Path(output).resolve() in (Path(key).resolve(), *Path(key).resolve().parents)
    if inside and not key_inside:
        message = (
            "the key would lie beside the texts that it opens. Name another folder, or say"
            " --key-inside."
        )
        raise click.BadParameter(message, param_hint="'--key'")


def redact_files(files: Sequence[str], output: str, *, key: str | None, talk: Talk) -> str:
    """Writes the transcripts without names, then the key; says what was written."""
    sessions = []
    for file in files_for(files, talk=talk):
        try:
            sessions.append(read_session(file))
        except AnalyzerError as error:
            talk.fail(error)
    if not sessions:
        raise PrivacyError("there is no transcript to redact.", hint="Name files or folders.")
    with talk.doing("Looking for names"):
        redactor = redactor_for(sessions, recogniser=installed_recogniser())
    made = Key(entries=redactor.entries)
    copied = copy_sessions(sessions, output, redactor, key=made)
    if key is not None:
        write_key(made, key)
    lines = [_line(it) for it in copied]
    return "\n".join((*lines, _about(redactor), *_key_lines(key)))


def _line(copied: Copied) -> str:
    return plain(f"{copied.path} -> {copied.written}: {copied.n_replaced:,} replaced")


def _about(redactor: Redactor) -> str:
    counts: dict[str, int] = {}
    for it in redactor.entries:
        counts[it.kind] = counts.get(it.kind, 0) + 1
    listed = ", ".join(f"{number:,} {kind}" for kind, number in counts.items())
    return f"pseudonyms: {listed or 'none'}"


def _key_lines(key: str | None) -> tuple[str, ...]:
    if key is None:
        return ("no key was kept: the names cannot be put back",)
    return (f"key: {key}, for you alone; keep it apart from the texts",)


def redact_archive(archive: str, output: str, *, key: str | None, talk: Talk) -> str:
    """Writes the archive without names into a new one, then the key; says what was written."""
    if Path(output).exists():
        hint = "Name a new file; nothing is written over."
        raise PrivacyError("there is a file already.", path=output, hint=hint)
    with Archive.open(archive) as store:
        with talk.doing("Looking for names"):
            redactor = redactor_for(store, recogniser=installed_recogniser())
        with Archive.open(output, create=True) as new, talk.doing("Writing the archive"):
            n_copied = copy_archive(store, new, redactor)
    if key is not None:
        write_key(Key(entries=redactor.entries), key)
    line = f"{output}: {counted(n_copied, 'session')}, found by words only until 'analyzer refresh'"
    return "\n".join((line, _about(redactor), *_key_lines(key)))


def restore(files: Sequence[str], output: str, *, key: str) -> str:
    """Writes the files with their names put back; says which were changed since."""
    opened = read_key(key)
    lines = []
    for it in restore_files(_inside(files), output, key=opened):
        text = Path(it.path).read_bytes().decode("utf-8", "surrogatepass")
        how = "every word" if opened.knows(text) else "changed since: a name for each pseudonym"
        lines.append(plain(f"{it.path} -> {it.written}: {how}"))
    return "\n".join(lines)


def _inside(files: Sequence[str]) -> list[str]:
    found: list[str] = []
    for file in files:
        place = Path(file)
        found += sorted(map(str, place.glob("*"))) if place.is_dir() else [file]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a leak check says, and whether anything is left."""

    text: str
    has_leaks: bool


def check_files(
    files: Sequence[str], *, archive: str | None, key: str | None, talk: Talk
) -> Checked:
    """Looks for whom a key or an archive names in finished files."""
    if key is not None:
        if is_exposed(key):
            talk.say(f"{key}: others may read this key; make it yours alone: chmod 600 {key}")
        entries: Sequence[Entry] = read_key(key).entries
    else:
        with Archive.open(archive or "") as store:
            entries = redactor_for(store, recogniser=installed_recogniser()).entries
    with talk.doing("Looking through the files"):
        found = find_leaks(files, Redactor(entries))
    return Checked(text=_leaks_text(found), has_leaks=bool(found.leaks or found.unread))


def _leaks_text(found: Check) -> str:
    lines = [
        plain(f"{it.path}, {it.place}: {it.written!r} ({it.pseudonym}) in “{it.around}”")
        for it in found.leaks[:SHOWN_LEAKS]
    ]
    if len(found.leaks) > SHOWN_LEAKS:
        lines.append(f"… and {len(found.leaks) - SHOWN_LEAKS:,} more")
    lines += [plain(f"{it}: of a kind that cannot be looked through") for it in found.unread]
    n_files = counted(len(found.files), "file")
    places = counted(len(found.leaks), "place")
    what = f"names or numbers are left in {places}" if found.leaks else "no name or number is left"
    return "\n".join((*lines, f"{n_files} looked through: {what}"))
