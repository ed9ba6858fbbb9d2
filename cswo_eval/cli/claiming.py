"""Claims for prior learning: asked one question at a time, or given by options."""

from __future__ import annotations

from typing import Any, NamedTuple

from cswo_eval.cli.conversation import Conversation, PassageStopped, Stopped
from cswo_eval.cli.guarding import remark_on_texts
from cswo_eval.cli.keyboard import Keyboard
from cswo_eval.cli.setting import Setting, now
from cswo_eval.framework.problems import CswoEvalError, UnknownId
from cswo_eval.record.portfolio_models import PriorLearning, PriorLearningClaim
from cswo_eval.record.yaml_writing import writable
from cswo_eval.report.blocks import Document
from cswo_eval.report.portfolio.accounts import claims_section


class ClaimWords(NamedTuple):
    """What was given by options; None where it was not."""

    title: str | None
    learned: str | None
    where: str | None
    when: str | None
    items: tuple[str, ...]
    evidence: tuple[str, ...]
    private: bool


def new_claim(setting: Setting, given: ClaimWords) -> None:
    """Add a claim; what is not given is asked. What was said is kept when the owner stops."""
    changes = _changes(setting, given)
    asked = given.title is None or given.learned is None
    with setting.record.changing() as writer:
        claims = setting.record.prior_learning()
        number = max((int(one.id[1:]) for one in claims.claims), default=0) + 1
        claim = PriorLearningClaim(id=f"L{number}", recorded=now(), **{"title": "", **changes})
        interrupted = False
        if asked:
            claim, interrupted = _asked(setting, claim)
        if not (claim.title.strip() or claim.learned.strip()):
            setting.terminal.say("Nothing was said, so no claim is kept.")
            return
        if not claim.title.strip():
            claim = claim.with_changes({"title": claim.learned.strip().splitlines()[0][:72]})
        writer.save_prior_learning(claims.with_changes({"claims": (*claims.claims, claim)}))
    tie = "" if claim.items else f" `cswo-eval portfolio claim {claim.id} --for ID` ties it to a competency."
    setting.terminal.say(f"Kept as {claim.id}.{tie}")
    _remark(setting, claim)
    if interrupted:
        raise KeyboardInterrupt


def change_claim(setting: Setting, claim_id: str, given: ClaimWords, remove: bool, undo: bool) -> None:
    """Change, take out or bring back a claim. Raises UnknownId, and CswoEvalError where nothing is to change."""
    changes = _changes(setting, given)
    if remove and undo:
        raise CswoEvalError("--remove takes a claim out and --undo brings it back: give one of them.")
    with setting.record.changing() as writer:
        claims = setting.record.prior_learning()
        present = next((one for one in claims.claims if one.id == claim_id.strip().upper()), None)
        if present is None:
            known = [one.id for one in claims.claims]
            raise UnknownId(claim_id, "claim", known, "`cswo-eval portfolio claim --list` shows them.")
        if remove or undo:
            changes["removed"] = now() if remove else None
        if not changes:
            raise CswoEvalError(f"Say what to change in {present.id}, such as --learned TEXT, --for ID or --remove.")
        for name in ("items", "evidence"):
            if name in changes:
                changes[name] = tuple(dict.fromkeys((*getattr(present, name), *changes[name])))
        made = present.with_changes(changes)
        others = tuple(made if one.id == made.id else one for one in claims.claims)
        writer.save_prior_learning(claims.with_changes({"claims": others}))
    done = "taken out; --undo brings it back" if remove else "back" if undo else "changed"
    setting.terminal.say(f"{made.id} is {done}.", "bold")
    _remark(setting, made)


def show_claims(setting: Setting) -> None:
    """Show all claims that are not taken out."""
    claims: PriorLearning = setting.record.prior_learning()
    section = claims_section(setting.framework, claims.present(), setting.register, ())
    setting.terminal.show(Document("Claims for prior learning", "", (section._replace(title=""),)))


def _changes(setting: Setting, given: ClaimWords) -> dict[str, Any]:
    """Return the fields that were given, checked all at once."""
    unknown = [one for one in given.items if one.strip().upper() not in setting.framework.competencies]
    missing = [one for one in given.evidence if setting.register.find(one) is None]
    problems = [f"there is no competency '{one[:40]}' (`cswo-eval standard list` shows all)" for one in unknown]
    problems += [f"there is no entry '{one[:40]}' in your register (`cswo-eval evidence list`)" for one in missing]
    texts = {"title": given.title, "learned": given.learned, "where": given.where, "when": given.when}
    problems += [
        f"--{name} holds bytes that are no text" for name, text in texts.items() if text and not writable(text)
    ]
    if problems:
        raise CswoEvalError(f"Nothing was changed: {'; '.join(problems)}.")
    changes: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
    if given.items:
        changes["items"] = tuple(one.strip().upper() for one in given.items)
    if given.evidence:
        changes["evidence"] = tuple(one.strip().upper() for one in given.evidence)
    if given.private:
        changes["private"] = True
    return changes


def _asked(setting: Setting, claim: PriorLearningClaim) -> tuple[PriorLearningClaim, bool]:
    """Ask what is still open; returns the claim as far as it came, and whether the owner broke off."""
    conversation = Conversation(setting.terminal, Keyboard())
    asked = ""
    try:
        if not claim.title.strip():
            claim = claim.with_changes({"title": conversation.line(
                "What do you call it, in a few words?", "Such as: Chairing adult protection case conferences.",
                "It heads the claim.", _line,
            )})  # fmt: skip
        for asked, wording, hint in (
            ("learned", "What did you learn, and what can you do because of it?", "Learning, not attendance."),
            ("where", "Where and how did you learn it?", "The post, course or project; people by role."),
        ):
            if not getattr(claim, asked).strip():
                text = conversation.passage(wording, f"{hint} A full stop alone on a line ends it.", hint)
                claim = claim.with_changes({asked: text})
        if not claim.when.strip():
            when = conversation.line(
                "When was that?", "Such as: 2019 to 2021. Enter passes.", "Years are enough.", _line
            )
            claim = claim.with_changes({"when": when})
        if not claim.items:
            claim = claim.with_changes({"items": conversation.line(
                "Which competencies does it bear on?", "Ids with spaces between, such as SD1.3 AO4.2. Enter passes.",
                "`cswo-eval standard search WORD` finds them.", lambda text: _ids(setting, text),
            )})  # fmt: skip
    except PassageStopped as stop:
        return claim.with_changes({asked: stop.partial}), stop.interrupted
    except Stopped as stop:
        return claim, stop.interrupted
    return claim, False


def _line(text: str) -> str:
    if not writable(text):
        raise CswoEvalError("That line holds bytes that are no text. Type it again.")
    return text


def _ids(setting: Setting, text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(text.replace(",", " ").upper().split()))
    unknown = [one for one in names if one not in setting.framework.competencies]
    if unknown:
        raise CswoEvalError(f"There is no competency {', '.join(one[:20] for one in unknown)}. Enter passes.")
    return names


def _remark(setting: Setting, claim: PriorLearningClaim) -> None:
    said = (("what was learned", claim.learned), ("where", claim.where), ("its title", claim.title))
    remark_on_texts(setting, [(f"{claim.id}, {what}", text) for what, text in said])
