"""Claims for prior learning: asked one question at a time and saved after each, or given by options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.conversation import Stopped
from cswo_eval.cli.interviews.entry_questions import tell_register
from cswo_eval.cli.interviews.guide import LONGEST_SHOWN, Guide, saying_how_to_go_on, walk_through
from cswo_eval.cli.interviews.link_questions import ItemsMeant, entries_meant, items_meant, tell_wrong
from cswo_eval.cli.interviews.said_marks import tell_mark
from cswo_eval.cli.setting import Setting, now
from cswo_eval.files.yaml_text import writable
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Document
from cswo_eval.pages.portfolio.accounts import claims_section
from cswo_eval.record.fields import own_words, said_field
from cswo_eval.record.given_ids import CLAIM
from cswo_eval.record.portfolio_models import PriorLearning, PriorLearningClaim
from cswo_eval.record.register_changes import competency_or_element, present_entry
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError, UnknownId
from cswo_eval.text.words import listed_with_and
from cswo_eval.walk.control_words import Word

QUESTIONS = ("title", "learned", "where", "when", "items", "evidence")
"""In the order they are asked."""
WAYS = (
    "`back` goes to the question before, `skip` leaves it, `private` marks the claim and `public` takes that back, `list` shows "
    "your register."
)
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
        claims = setting.record.prior_learning()
        number = max(setting.record.given(CLAIM), 0, *(int(one.id[1:]) for one in claims.claims)) + 1
        claim = PriorLearningClaim(id=f"L{number}", recorded=now(), **{"title": "", **changes})
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


def competency_named(framework: Framework, given: str) -> str:
    """Return the id of the competency that is meant (any case). Raises UnknownId; CswoEvalError for an element or aspect."""
    name = competency_or_element(framework, given)
    if name in framework.elements:
        own = framework.elements[name].competencies
        raise CswoEvalError(
            f"{name} is an element: name the competencies in it that are meant, {own[0].id} to {own[-1].id}."
        )
    return name


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


class ClaimQuestions:
    """Asks about one claim, and saves it after each answer; one about which nothing was said is not kept."""

    def __init__(
        self, setting: Setting, writer: RecordWriter, claims: PriorLearning, claim: PriorLearningClaim
    ) -> None:
        self._setting = setting
        self._writer = writer
        self._guide = Guide(setting)
        self._guide.mark = self._mark
        self._others = claims
        self.claim = claim
        self.saved = any(one.id == claim.id for one in claims.claims)

    @property
    def nothing_typed(self) -> bool:
        """Whether a script that gave no line at all was asked."""
        return not self._guide.keyboard.interactive and self._guide.keyboard.line_number == 0

    def run(self, questions: Sequence[str]) -> None:
        """Ask these of QUESTIONS in order, until the end or until the owner stops.

        Raises KeyboardInterrupt where that was by Ctrl-C: all is saved.
        """
        name = self.claim.id
        self._setting.terminal.say(
            f"{name}. At any question: ? explains; back, skip, list, private, public, quit. All is saved as you go.",
            "dim",
        )
        ask: dict[str, Callable[[], Word | None]] = {
            "title": lambda: self._ask_line("title", "What do you call it, in a few words?", _TITLE),
            "learned": lambda: self._ask_text(
                "learned", "What did you learn, and what can you do because of it?", _LEARNED
            ),
            "where": lambda: self._ask_text("where", "Where and how did you learn it?", _WHERE),
            "when": lambda: self._ask_line("when", "When was that?", _WHEN),
            "items": self._ask_items,
            "evidence": self._ask_evidence,
        }
        if not self._setting.register.present():  # there is nothing to choose from
            questions = [one for one in questions if one != "evidence"]
        try:
            command = f"cswo-eval portfolio claim {name}"
            with saying_how_to_go_on(self._setting, command, lambda: self.saved):
                walk_through(lambda: questions, lambda question: ask[question](), lambda: tell_register(self._setting))
        except Stopped as stop:
            if stop.interrupted:
                raise KeyboardInterrupt from None

    def _mark(self, private: bool) -> None:
        if self.claim.private != private:
            self.save({"private": private})
        tell_mark(self._setting, self.claim.id, private)

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
        self._writer.save_prior_learning(self._others._replace(claims=claims if there else (*claims, titled)))
        self.saved = True

    def _save_text(self, field: str, text: str) -> None:
        self.save({field: text})
        remark_on_texts(self._setting, [(f"{self.claim.id}, {SAID[field]}", text)])

    def _ask_line(self, field: str, wording: str, hints: tuple[str, str]) -> Word | None:
        present = getattr(self.claim, field)
        shown = present if len(present) <= LONGEST_SHOWN else f"{present[:LONGEST_SHOWN]} …"
        hint = f"Enter keeps: {shown}" if present else f"{hints[0]} Enter to say it later."
        answer = self._guide.ask(wording, hint, f"{hints[1]} {WAYS}", lambda text: text)
        if isinstance(answer, Word):
            return answer
        if answer.strip():
            self._save_text(field, answer)
        return None

    def _ask_text(self, field: str, wording: str, hint: str) -> Word | None:
        present = getattr(self.claim, field)
        answer = self._guide.text(
            wording,
            hint if present else f"{hint} Enter to say it later.",
            f"{hint} {WAYS}",
            present,
            lambda text: self.save({field: text}),
        )
        if isinstance(answer, str):
            self._save_text(field, answer)
            return None
        return answer

    def _ask_items(self) -> Word | None:
        while True:
            has = ", ".join(self.claim.items)
            answer = self._guide.ask(
                "Does it bear on any other competency?" if has else "Which competencies does it bear on?",
                (f"It bears on {has}. " if has else "")
                + "Ids such as SD1.3 AO4.2, or a word to look for in the Standard. Enter for no more.",
                f"The competencies of which what you learned is true. A word finds them. {WAYS}",
                lambda text: items_meant(self._setting, text, competency_named, ("competency",)),
            )
            if isinstance(answer, Word) or answer is None:
                return answer
            self._take("items", answer)

    def _ask_evidence(self) -> Word | None:
        while True:
            has = ", ".join(self.claim.evidence)
            answer = self._guide.ask(
                "Does any other entry of your register show it?" if has else "Which entries of your register show it?",
                (f"It names {has}. " if has else "") + "Ids such as E3; `list` shows them. Enter for no more.",
                f"A certificate, a paper, somebody's confirmation: whatever a reader could be shown. {WAYS}",
                lambda text: entries_meant(self._setting, text),
            )
            if isinstance(answer, Word) or answer is None:
                return answer
            self._take("evidence", answer)

    def _take(self, field: str, answer: ItemsMeant) -> None:
        """Save what a line named, and say what of it was not taken."""
        if answer.items:
            self.save({field: tuple(dict.fromkeys((*getattr(self.claim, field), *answer.items)))})
        tell_wrong(self._guide, answer.wrong)


_TITLE = ("Such as: Chairing adult protection case conferences.", "It heads the claim.")
_LEARNED = "Learning, not attendance."
_WHERE = "The post, course or project; people by role."
_WHEN = ("Such as: 2019 to 2021.", "Years are enough.")


def _remark(setting: Setting, claim: PriorLearningClaim) -> None:
    remark_on_texts(setting, [(f"{claim.id}, {SAID[name]}", getattr(claim, name)) for name in SAID])
