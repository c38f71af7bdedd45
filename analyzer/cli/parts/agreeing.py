"""Who is compared by ``analyzer agree``."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.agreement.records import Rater
from analyzer.agreement.sources import is_archive, labelled_sessions, people_and_model, raters_at
from analyzer.archive import Archive
from analyzer.cli.parts.packs import pack_for
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted
from analyzer.errors import AgreementError
from analyzer.pipeline import Models, analyze_session, load_models
from analyzer.records import Analysis, Pack


def find_raters(paths: Sequence[str], *, pack_name: str | None, talk: Talk) -> tuple[Rater, ...]:
    """A rater for each path; of one archive by itself everybody who labelled in it, and the model.

    Raises AgreementError where nobody did, and what reading the labels raises.
    """
    if len(paths) == 1 and is_archive(paths[0]):
        return _people_and_model(paths[0], pack_name=pack_name, talk=talk)
    return raters_at(paths)


def _people_and_model(path: str, *, pack_name: str | None, talk: Talk) -> tuple[Rater, ...]:
    with Archive.open(path) as archive:
        ids = set(labelled_sessions(archive))
        if not ids:
            what = "nobody has corrected a label in this archive."
            hint = "Name a second archive, folder or file to compare it with."
            raise AgreementError(what, path=path, hint=hint)
        summaries = [it for it in archive.sessions() if it.id in ids]
        pack = pack_for(summaries, pack_name=pack_name)
        of_pack = [it.id for it in summaries if it.made_with.pack == pack.label]
        if len(of_pack) < len(summaries):
            left_out = counted(len(summaries) - len(of_pack), "session")
            talk.say(f"{left_out} left out: analysed with another pack.")
        rows = talk.track(of_pack, doing="Comparing", total=len(of_pack))
        return people_and_model(
            archive, anew=_Anew(pack, talk=talk), sessions=rows, model=f"model ({pack.label})"
        )


class _Anew:
    """Analyses sessions again; models are loaded for the first."""

    def __init__(self, pack: Pack, *, talk: Talk) -> None:
        self._pack = pack
        self._talk = talk
        self._models: Models | None = None

    def __call__(self, analysis: Analysis) -> Analysis:
        if self._models is None:
            with self._talk.doing("Loading the models"):
                self._models = load_models(self._pack)
        return analyze_session(analysis.session, pack=self._pack, models=self._models)
