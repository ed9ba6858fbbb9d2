"""Claims for prior learning: asked one question at a time and saved after each, or given by options."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.asking import Stopped
from cswo_eval.cli.interviews.form_host import FormHost, saying_how_to_go_on
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.said_marks import tell_mark
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.setting import Setting, now
from cswo_eval.files.yaml_text import writable
from cswo_eval.forms.filling import Known, Step
from cswo_eval.framework.given_names import competency_named
from cswo_eval.pages.blocks import Document
from cswo_eval.pages.portfolio.accounts import claims_section
from cswo_eval.record.draft import Draft
from cswo_eval.record.fields import own_words, said_field
from cswo_eval.record.given_ids import CLAIM
from cswo_eval.record.portfolio_models import PriorLearning, PriorLearningClaim
from cswo_eval.record.register_changes import present_entry
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError, UnknownId
from cswo_eval.text.words import listed_with_and

QUESTIONS = ("title", "learned", "where", "when", "items", "evidence")
"""In the order they are asked."""
SAID = {name: said_field(PriorLearningClaim, name) for name in own_words(PriorLearningClaim)}
LONGEST_TITLE = 72
"""Characters of a first line that stand as the title of a claim without one."""


class ClaimWords(NamedTuple):
    """What was given by options; None where it was not."""

    title: str | None
    learned: str | None
    where: str | None
    when: str | None
    items: tuple[str, ...]
    evidence: tuple[str, ...]
    private: bool
    items_off: tuple[str, ...] = ()
    """Competencies that a claim is no longer to be tied to."""


def new_claim(setting: Setting, given: ClaimWords) -> None:
    """Add a claim; what is not given is asked, and each answer is saved before the next question."""
    if given.items_off:
        raise CswoEvalError("--not-for unties a claim that you have: name it, such as `cswo-eval portfolio claim L1`.")
    changes = _changes(setting, given)
    asked = given.title is None or given.learned is None
    _ = setting.register  # the questions tell of it: what does not read is said before anything is saved
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        claims = setting.record.prior_learning()
        claim = PriorLearningClaim(id=_next_id(setting, claims), recorded=now(), **{"title": "", **changes})
        asking = ClaimQuestions(setting, writer, claims, claim)
        asking.save({})
        _remark(setting, claim)
        if asked:
            asking.run([name for name in QUESTIONS if not getattr(claim, name)])
    if not asking.saved:
        setting.terminal.say("Nothing was said, so no claim is kept.")
        return
    claim = asking.claim
    tie = "" if claim.items else f" `cswo-eval portfolio claim {claim.id} --for ID` ties it to a competency."
    setting.terminal.say(f"Kept as {claim.id}.{tie}")


def change_claim(setting: Setting, claim_id: str, given: ClaimWords, remove: bool, bring_back: bool) -> None:
    """Change, take out or bring back a claim; with the id alone, question by question.

    Raises UnknownId, and CswoEvalError where nothing is to change.
    """
    changes = _changes(setting, given)
    off = {one.strip().upper() for one in given.items_off}
    if remove and bring_back:
        raise CswoEvalError("--remove takes a claim out and --bring-back brings it back: give one of them.")
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        claims = setting.record.prior_learning()
        present = next((one for one in claims.claims if one.id == claim_id.strip().upper()), None)
        if present is None:
            known = [one.id for one in claims.claims]
            raise UnknownId(claim_id, "claim", known, "`cswo-eval portfolio claim --list` shows them.")
        if remove or bring_back:
            changes["removed"] = now() if remove else None
        if missing := sorted(off - {*present.items}):
            raise CswoEvalError(f"{present.id} is not tied to {listed_with_and(missing)}. Nothing was changed.")
        if off:
            changes.setdefault("items", ())
        asking = ClaimQuestions(setting, writer, claims, present)
        if changes:
            for name in ("items", "evidence"):
                if name in changes:
                    kept = (one for one in getattr(present, name) if one not in off)
                    changes[name] = tuple(dict.fromkeys((*kept, *changes[name])))
            asking.save(changes)
        else:
            _change_by_questions(asking, present)
    done = (
        "taken out; `cswo-eval undo` brings it back now, --bring-back later"
        if remove
        else "back"
        if bring_back
        else "changed"
    )
    setting.terminal.say(f"{present.id} is {done if asking.claim != present else 'as it was'}.", "bold")
    if changes:
        _remark(setting, asking.claim)


def _change_by_questions(asking: ClaimQuestions, present: PriorLearningClaim) -> None:
    if present.removed is not None:
        raise CswoEvalError(
            f"{present.id} was taken out. `cswo-eval portfolio claim {present.id} --bring-back` brings it back."
        )
    asking.run(QUESTIONS)
    if asking.nothing_typed:
        raise CswoEvalError(f"Say what to change in {present.id}, such as --learned TEXT, --for ID or --remove.")


def show_claims(setting: Setting) -> None:
    """Show all claims that are not taken out."""
    claims: PriorLearning = setting.record.prior_learning()
    section = claims_section(setting.framework, claims.present(), setting.register, ())
    setting.terminal.show(Document("Claims for prior learning", "", (section._replace(title=""),)))


def _changes(setting: Setting, given: ClaimWords) -> dict[str, Any]:
    """Return the fields that were given, checked all at once."""
    items, problems = _read(given.items, lambda one: competency_named(setting.framework, one))
    evidence, missing = _read(given.evidence, lambda one: present_entry(setting.register, one).id)
    problems += missing
    texts = {"title": given.title, "learned": given.learned, "where": given.where, "when": given.when}
    problems += [
        f"--{name} holds bytes that are no text." for name, text in texts.items() if text and not writable(text)
    ]
    if problems:
        raise CswoEvalError(f"Nothing was changed. {' '.join(problems)}")
    changes: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
    if items:
        changes["items"] = items
    if evidence:
        changes["evidence"] = evidence
    if given.private:
        changes["private"] = True
    return changes


def _read(given: Sequence[str], read: Callable[[str], str]) -> tuple[tuple[str, ...], list[str]]:
    """Return what could be read, each once, and a sentence for each that could not."""
    names, wrong = dict[str, None](), []
    for one in given:
        try:
            names[read(one)] = None
        except CswoEvalError as problem:
            wrong.append(str(problem))
    return tuple(names), wrong


class ClaimQuestions(FormHost):
    """Asks about one claim, and saves it after each answer; one about which nothing was said is not kept."""

    form_name = "claim"

    def __init__(
        self, setting: Setting, writer: RecordWriter, claims: PriorLearning, claim: PriorLearningClaim
    ) -> None:
        super().__init__(setting, writer, Keyboard(), claim.id)
        self._others = claims
        self.claim = claim
        self.saved = any(one.id == claim.id for one in claims.claims)

    @property
    def nothing_typed(self) -> bool:
        """Whether a script that gave no line at all was asked."""
        return not self.keyboard.interactive and self.keyboard.line_number == 0

    def run(self, questions: Sequence[str]) -> None:
        """Ask these of QUESTIONS in order, until the end or until the owner stops.

        Raises KeyboardInterrupt where that was by Ctrl-C: all is saved.
        """
        self.tell_words(f"{self.subject}.")
        if not self.setting.register.present():  # there is nothing to choose from
            questions = [one for one in questions if one != "evidence"]
        command = f"cswo-eval portfolio claim {self.subject}"
        with contextlib.suppress(Stopped), saying_how_to_go_on(self.setting, command, lambda: self.saved):
            self.ask(tuple(questions))

    def answers(self) -> Mapping[str, Any]:
        """Return what the claim says already."""
        return {name: getattr(self.claim, name) for name in QUESTIONS}

    def known(self) -> Known:
        """Return what its questions take from elsewhere."""
        items, names = ", ".join(self.claim.items), ", ".join(self.claim.evidence)
        words = {
            "bears_on": f"It bears on {items}. " if items else "",
            "names": f"It names {names}. " if names else "",
        }
        return super().known()._replace(words=words)

    def place_of_text(self, step: Step) -> str:
        """Return where a text of the claim stands, in words."""
        return f"{self.subject}, {SAID[step.field]}"

    def is_marked(self, step: Step) -> bool:
        """Return whether the claim is marked."""
        return self.claim.private

    def set_private(self, private: bool) -> None:
        """Mark the claim, or take that back."""
        if self.claim.private != private:
            self.save({"private": private})
        tell_mark(self.setting, self.subject, private)

    def store(self, step: Step, value: Any) -> None:
        """Save an answer in the claim."""
        if step.field in ("items", "evidence"):
            value = tuple(dict.fromkeys((*getattr(self.claim, step.field), *value)))
        self.save({step.field: value})

    def save(self, changes: dict[str, Any]) -> None:
        """Change the claim and save it, as soon as there is something to keep. Without a title its first line stands for one."""
        self.claim = self.claim._replace(**changes)
        texts = [text for name in SAID if (text := getattr(self.claim, name)).strip()]
        if not (texts or self.claim.items or self.claim.evidence):
            return
        titled = self.claim
        if not titled.title.strip():
            first = texts[0].strip().splitlines()[0][:LONGEST_TITLE] if texts else f"Claim {titled.id}"
            titled = titled._replace(title=first)
        there = any(one.id == titled.id for one in self._others.claims)
        claims = tuple(titled if one.id == titled.id else one for one in self._others.claims)
        self.writer.save_prior_learning(self._others._replace(claims=claims if there else (*claims, titled)))
        self.saved = True


def _next_id(setting: Setting, claims: PriorLearning) -> str:
    """Return the id of the next claim: one that none has or had."""
    return f"L{max(setting.record.given(CLAIM), 0, *(int(one.id[1:]) for one in claims.claims)) + 1}"


def _remark(setting: Setting, claim: PriorLearningClaim) -> None:
    remark_on_texts(setting, [(f"{claim.id}, {SAID[name]}", getattr(claim, name)) for name in SAID])


def put_unfinished(setting: Setting, writer: RecordWriter, draft: Draft) -> str:
    """Put a text that was broken off in its claim, which may begin with it. Returns where it is, in words.

    Raises CswoEvalError where the claim is taken out, or its number was given and it is there no more.
    """
    claims = setting.record.prior_learning()
    claim = next((one for one in claims.claims if one.id == draft.subject), None)
    if claim is None and draft.subject == _next_id(setting, claims):
        claim = PriorLearningClaim(id=draft.subject, recorded=now(), title="")
    if claim is None or claim.removed is not None:
        raise CswoEvalError(f"There is no claim {draft.subject} any more.")
    return ClaimQuestions(setting, writer, claims, claim).put_unfinished(draft)
