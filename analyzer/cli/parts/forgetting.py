"""What forgetting a client means and what came of it, in words."""

from __future__ import annotations

from analyzer.archive import Archive
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted, plain
from analyzer.privacy.forgetting import Plan, forget, plan_forgetting, shared_calls

SHOWN = 10


def plan_text(store: Archive, client: str, *, talk: Talk) -> tuple[Plan, str]:
    """What would go, and the same in words."""
    with talk.doing("Looking for the client"):
        plan = plan_forgetting(store, client)
    lines = [f"{plain(client)}: {counted(len(plan.going), 'session')} will go:"]
    lines += [f"  {it.session_id}  {plain(it.path)}" for it in plan.going[:SHOWN]]
    if len(plan.going) > SHOWN:
        lines.append(f"  … and {len(plan.going) - SHOWN:,} more")
    if shared := shared_calls(plan):
        with_others = counted(len(shared), "session")
        lines.append(f"{with_others} of them with others in it; all that they say there goes too")
    if plan.naming:
        where = counted(len(plan.naming), "session")
        lines.append(f"the name will be taken out of {where} of others")
    names = ", ".join(plain(name) for name in plan.names)
    lines.append(f"names looked for: {names}")
    return plan, "\n".join(lines)


def forget_client(store: Archive, plan: Plan, *, talk: Talk) -> tuple[str, bool]:
    """Takes the client out; what was done and looked at, and whether all is gone."""
    with talk.doing("Taking it out"):
        proof = forget(store, plan)
    going, naming = counted(len(plan.going), "session"), counted(len(plan.naming), "session")
    names, pieces = counted(proof.n_names, "name"), counted(proof.n_pieces, "piece")
    files = ", ".join(proof.files)
    lines = [
        f"{store.path}: {going} taken out, the name taken out of {naming} of others",
        f"looked through {proof.n_rows:,} texts and the bytes of {files}",
        f"looked for {names} and {pieces} of what was said",
    ]
    if proof.n_elsewhere:
        lines.append(f"{counted(proof.n_elsewhere, 'piece')} are said alike in other sessions")
    lines += [plain(f"left: {it}") for it in proof.left] or ["nothing is left"]
    if plan.naming:
        lines.append("'analyzer refresh' makes these other sessions be found by meaning again")
    paths = [it.path for it in plan.going]
    lines.append(
        "not touched: copies of the archive, reports, and the transcripts themselves; added again"
        " they would come back:"
    )
    lines += [f"  {plain(path)}" for path in paths[:SHOWN]]
    return "\n".join(lines), not proof.left
