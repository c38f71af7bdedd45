"""Sessions of an archive analysed anew, where pack or models have changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from analyzer.archive import AddResult, Archive, SessionSummary
from analyzer.batch import Given, analyze_many
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted, plain
from analyzer.errors import AnalyzerError
from analyzer.pipeline import load_models, made_with
from analyzer.read import content_of
from analyzer.read.digests import Digests
from analyzer.read.research.corpus import UTTERANCES
from analyzer.records import Pack
from analyzer.records.pack_file import load_pack, shipped_packs

SHOWN = 10
REFRESHED, KEPT, TAKEN_OUT = "refreshed", "unchanged", "taken out"


def refresh_archive(
    store: Archive, *, pack: Pack | None, jobs: int, prune: bool, talk: Talk
) -> str:
    """Analyses sessions anew that other models or another pack made, and says how many in a line.

    Each with the pack it was made with, in the version of today, unless one is given for all. The
    text comes from the file where it still is what was read then, else from the archive. Sessions
    that have lost their files are taken out with ``prune`` and named without it.
    """
    sessions = store.sessions()
    lost = _lost(sessions, talk=talk)
    done: Counter[str] = Counter()
    if prune:
        for session in lost:
            store.remove(session.id)
            talk.say(plain(f"session {session.id} ({session.path}) was taken out: no file left."))
        done[TAKEN_OUT] = len(lost)
        sessions = tuple(session for session in sessions if session not in lost)
    elif lost:
        talk.say(_listed(lost))
    try:
        for one, those in _by_pack(sessions, pack=pack, talk=talk):
            _refresh(those, store, pack=one, jobs=jobs, talk=talk, done=done)
    except KeyboardInterrupt:
        kept = counted(done[REFRESHED], "session")
        talk.say(f"{kept} refreshed in {store.path}; the same command goes on from there.")
        raise
    parts = [f"{done[it]:,} {it}" for it in (REFRESHED, KEPT, TAKEN_OUT) if done[it]]
    if talk.n_failed:
        parts.append(f"{talk.n_failed:,} failed")
    return f"{store.path}: {', '.join(parts) or 'nothing to do'}"


def _refresh(
    sessions: Sequence[SessionSummary],
    store: Archive,
    *,
    pack: Pack,
    jobs: int,
    talk: Talk,
    done: Counter[str],
) -> None:
    with talk.doing("Loading the models"):
        models = load_models(pack)
    stamp, encoder = made_with(pack, models=models), models.encoder_name
    to_do = [it for it in sessions if it.made_with != stamp or it.encoder != encoder]
    done[KEPT] += len(sessions) - len(to_do)
    texts = _Texts(store)
    # Of those that only lack the meaning of their passages, the findings stay as they are.
    sources = (
        store.analysis(it.id) if it.made_with == stamp else texts.of(it, talk=talk) for it in to_do
    )
    made = analyze_many(sources, pack=pack, models=models, jobs=jobs, with_passages=True)
    progress = talk.track(made, doing="Analysing", total=len(to_do))
    for session, outcome in zip(to_do, progress, strict=True):
        if outcome.analysis is None:
            talk.fail(outcome.error)
            continue
        result = store.add(outcome.analysis, passages=outcome.passages)
        done[REFRESHED] += 1
        if result.session_id != session.id:
            _tell(result, session, store=store, talk=talk)


class _Texts:
    """Where the text of a session is taken from when it is analysed anew."""

    def __init__(self, store: Archive) -> None:
        self._store = store
        self._digests = Digests()

    def of(self, session: SessionSummary, *, talk: Talk) -> Given:
        """The session's own file where it reads as it did, else the session as it is kept.

        A reader that has become better reads a file's talk anew, but not what a person labelled.
        """
        kept = {file.path: file.sha256 for file in self._store.files(session.id)}
        try:
            is_same = self._digests.of(session.path) == kept.get(session.path)
        except AnalyzerError:
            is_same = True  # gone, which was said
        else:
            if is_same and not self._store.is_labelled(session.id):
                return session.path
        if not is_same:
            talk.say(
                plain(
                    f"{session.path} is not as it was added; session {session.id} was analysed as"
                    " the archive keeps it. 'analyzer add' takes in what the file says now."
                )
            )
        return self._store.analysis(session.id).session


def _tell(result: AddResult, session: SessionSummary, *, store: Archive, talk: Talk) -> None:
    """A file that is read otherwise today is another session; the former one has had its day."""
    others = [it.path for it in store.files(session.id) if it.path != result.path]
    told = f"{result.path} is read otherwise now: session {result.session_id} in place of"
    if others:
        told = f"{told} {session.id}, which stays, for {others[0]} was read so too."
    else:
        store.replace(session.id, by=result.session_id)
        told = f"{told} {session.id}."
    talk.say(plain(told))


def _by_pack(
    sessions: Sequence[SessionSummary], *, pack: Pack | None, talk: Talk
) -> Iterator[tuple[Pack, Sequence[SessionSummary]]]:
    if pack is not None:
        yield pack, sessions
        return
    by_label: dict[str, list[SessionSummary]] = {}
    for session in sessions:
        by_label.setdefault(session.made_with.pack, []).append(session)
    by_name: dict[str, list[SessionSummary]] = {}
    for label in sorted(by_label):
        name = label.rpartition(" ")[0]
        if name in shipped_packs():
            by_name.setdefault(name, []).extend(by_label[label])
            continue
        n_sessions = counted(len(by_label[label]), "session")
        talk.fail(
            f"{n_sessions} of the pack {label!r} cannot be refreshed, for it is not a shipped one."
            " Name its file with --pack; all sessions are analysed with it then."
        )
    for name, those in by_name.items():
        yield load_pack(name), those


def _lost(sessions: Sequence[SessionSummary], *, talk: Talk) -> tuple[SessionSummary, ...]:
    """The sessions all of whose files are gone from folders that are there."""
    lost: list[SessionSummary] = []
    out_of_reach: Counter[str] = Counter()
    for session in sessions:
        paths = [session.path, *session.other_paths]
        if any(_is_there(path) for path in paths):
            continue
        folders = {_file(path).parent for path in paths}
        away = [folder for folder in folders if not folder.is_dir()]
        out_of_reach.update(map(str, away))
        if not away:
            lost.append(session)
    for folder, n_sessions in sorted(out_of_reach.items()):
        talk.say(
            f"the folder {folder} is not there; its {counted(n_sessions, 'session')} stay and are"
            " taken as the archive keeps them. Start from the folder you added them from."
        )
    return tuple(lost)


def _is_there(path: str) -> bool:
    if Path(path).exists():
        return True
    if _file(path) == Path(path):
        return False
    try:
        content_of(path)
    except AnalyzerError:
        return False
    return True


def _file(path: str) -> Path:
    """The file that a path means: a conversation of a corpus is named behind the corpus's file."""
    before, mark, _ = path.partition(f"{UTTERANCES}#")
    return Path(before, UTTERANCES) if mark else Path(path)


def _listed(lost: Sequence[SessionSummary]) -> str:
    shown = ", ".join(it.path for it in lost[:SHOWN])
    more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
    return plain(
        f"{counted(len(lost), 'session')} whose files are gone: {shown}{more}. They stay as the"
        " archive keeps them; --prune takes them out."
    )
