"""Save the files of one record, under its lock: whole, closed, each step kept in the history, nothing of others written over."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from cswo_eval.files.limits import LARGEST_OWN_FILE
from cswo_eval.files.shapes import Shape, plain
from cswo_eval.files.whole_files import could_not_write, write_whole
from cswo_eval.files.yaml_text import dump_yaml
from cswo_eval.record.draft import Draft
from cswo_eval.record.fitted import marked
from cswo_eval.record.given_ids import about, higher, highest_ids
from cswo_eval.record.history.older_states import refuse_older_states
from cswo_eval.record.history.sittings import SittingLog, StepId
from cswo_eval.record.history.transaction import Move, NewText, take_step
from cswo_eval.record.layout import (
    CONTENTS,
    DRAFT,
    PROFILE,
    place_of,
)
from cswo_eval.record.models import (
    Contents,
    EvidenceRegister,
    KeptReportProfiles,
    Profile,
    RecordFile,
    ReviewRecord,
    Round,
)
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import GuardDecisions, PortfolioDetails, PriorLearning, Reflection
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.seal import checksum, closed
from cswo_eval.record.sent import SentLog
from cswo_eval.record.tool_models import ToolRun
from cswo_eval.text.problems import CswoEvalError, ProblemsFound

_WHAT = {
    Profile: "Your profile in cswo-eval.",
    Round: "One self-evaluation. Your words are kept letter for letter.",
    EvidenceRegister: "Your register of evidence.",
    Draft: "What you were typing.",
    KeptReportProfiles: "Report profiles that you keep: an audience and sections under a name.",
    Plan: "A 100-day plan. Change it with `cswo-eval plan edit`, or here.",
    ReviewRecord: "What you said at a review of your plan.",
    Reflection: "A reflective account. Your words are kept letter for letter.",
    ToolRun: "What you answered in one of the other tools. Your words are kept letter for letter.",
    PriorLearning: "Your claims for prior learning.",
    PortfolioDetails: "What your portfolio's title page says, and your programme's limits.",
    GuardDecisions: "Names and what stands for them, and findings you left as they are. Private: never exported.",
    SentLog: "What has left your record: when, for whom, as which file and which things. No word of yours stands in it. Kept by the program.",
    Contents: "What your record has had. `cswo-eval check` notices by it what is gone. Kept by the program: nothing to edit here.",
}
_HOW = "You may edit this file; the line ... at its end shows that it is whole: keep that line. `cswo-eval check` says whether it reads."


class _Waiting(NamedTuple):
    """What a file is to hold, until its step is taken."""

    value: RecordFile | None
    """None where the file is to be taken away."""
    text: str | None


class RecordWriter:
    """Saves the files of one record. Only `Record.changing()` makes one: it holds the lock.

    `now` gives the UTC moment; `command` is what the history calls this sitting.
    """

    def __init__(self, record: RecordReader, command: str, now: Callable[[], str]) -> None:
        self.record = record
        self._now = now
        self._log = SittingLog(record.folder, command)
        self._chunks: dict[str, tuple[Shape, str]] = {}
        self._waiting: dict[str, _Waiting] | None = None
        self._staged: list[Move] = []
        self._looked_at: set[str] = set()
        """Files of which it is known that they are as they were saved last, or as their owner made them since."""

    # --- each kind of file ------------------------------------------------------------------------------------------

    def save_profile(self, profile: Profile) -> None:
        """Save the profile. Raises CswoEvalError where it cannot be written or was changed meanwhile."""
        self._save(profile, as_yaml(profile))

    def save_round(self, round_: Round) -> None:
        """Save a round, with the mark of the Standard in use. What did not change since the last save is not written out anew in memory.

        Raises CswoEvalError for a round that was answered against another Standard.
        """
        if self.record.framework is not None:
            round_ = marked(round_, self.record.framework)
        parts = [as_yaml(round_._replace(answers={}, set_aside=()))]
        parts.append("answers:\n" if round_.answers else "")
        parts += [
            self._chunk(name, answer, lambda name, answer: {name: plain(answer)})
            for name, answer in round_.answers.items()
        ]
        if round_.set_aside:
            parts.append(dump_yaml({"set_aside": [plain(one) for one in round_.set_aside]}))
        self._save(round_, "".join(parts))

    def save_register(self, register: EvidenceRegister) -> None:
        """Save the register of evidence, its unchanged entries as they were written before."""
        parts = [as_yaml(register._replace(entries=())), "entries:\n" if register.entries else ""]
        parts += [self._chunk(entry.id, entry, lambda _, entry: [plain(entry)]) for entry in register.entries]
        self._save(register, "".join(parts))

    def _chunk(self, name: str, value: Shape, form: Callable[[str, Any], Any]) -> str:
        """Return one entry of a file as indented YAML, made once while it does not change."""
        known = self._chunks.get(name)
        if known is None or known[0] is not value:
            known = (value, _indented(dump_yaml(form(name, value))))
            self._chunks[name] = known
        return known[1]

    def save_draft(self, draft: Draft) -> None:
        """Keep the lines of a text that is being typed. It is no step: what it becomes is."""
        write_whole(self.record.folder / DRAFT, closed(as_yaml(draft)).encode("utf-8"))

    def drop_draft(self) -> None:
        """Forget what was being typed: it is saved where it belongs."""
        (self.record.folder / DRAFT).unlink(missing_ok=True)

    def save_report_profiles(self, profiles: KeptReportProfiles) -> None:
        """Save the report profiles that the owner keeps."""
        self._save(profiles, as_yaml(profiles))

    def save_plan(self, plan: Plan) -> None:
        """Save a plan."""
        self._save(plan, as_yaml(plan))

    def save_review(self, review: ReviewRecord) -> None:
        """Save what was said at a review."""
        self._save(review, as_yaml(review))

    def save_reflection(self, reflection: Reflection) -> None:
        """Save a reflective account in a file of its own."""
        self._save(reflection, as_yaml(reflection))

    def save_tool_run(self, run: ToolRun) -> None:
        """Save what was answered in a tool."""
        self._save(run, as_yaml(run))

    def save_prior_learning(self, claims: PriorLearning) -> None:
        """Save the claims for prior learning."""
        self._save(claims, as_yaml(claims))

    def save_portfolio_details(self, details: PortfolioDetails) -> None:
        """Save what the title page says and the owner's own limits."""
        self._save(details, as_yaml(details))

    def save_guard_decisions(self, decisions: GuardDecisions) -> None:
        """Save what the owner decided about the guard's findings."""
        self._save(decisions, as_yaml(decisions))

    def take_away(self, name: str) -> None:
        """Take a file of the record away, which was read before. Raises CswoEvalError where it was changed meanwhile."""
        with self.together():
            assert self._waiting is not None
            self._waiting[name] = _Waiting(None, None)

    def save_beginning(self) -> None:
        """Save the profile of a record that is begun, where that has not been done. Not to be taken back: see `forget`."""
        if self.record.beginning is not None:
            profile, self.record.beginning = self.record.beginning, None
            self._take({PROFILE: _Waiting(profile, closed(as_yaml(profile)))})

    # --- several at once --------------------------------------------------------------------------------------------

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one step of all that is saved within: all of it or nothing, and taken back as one."""
        if self._waiting is not None:
            yield
            return
        self._waiting = {}
        try:
            yield
            waiting, self._waiting = self._waiting, None
            if waiting or self._staged:
                self._take(waiting)
        finally:
            self._waiting = None

    def attach(self, name: str, digest: str, written: Path) -> None:
        """Let a file that lies written in the record's folder be the attached file of this name with the step that saves the register.

        `name` is relative to the record's folder; `digest` is its SHA-256.
        """
        self._staged.append(Move(name, digest, written, into=True))

    def drop_attached(self) -> None:
        """Take away what was to be attached and was not saved."""
        for move in self._staged:
            with contextlib.suppress(OSError):
                move.source.unlink()
                move.source.parent.rmdir()  # where nothing else lies in them
                move.source.parent.parent.rmdir()
        self._staged = []

    def is_attaching(self, name: str) -> bool:
        """Return whether a file of this name is to be attached with the next step."""
        return any(move.name == name for move in self._staged)

    def end(self) -> None:
        """Close the sitting."""
        self.drop_attached()
        self._log.end(self._now())

    # --- how a step is taken ----------------------------------------------------------------------------------------

    def _save(self, value: RecordFile, text: str) -> None:
        if isinstance(value, Profile):
            self.record.beginning = None
        else:
            self.save_beginning()
        name, text = place_of(value), closed(text)
        if len(text.encode("utf-8")) > LARGEST_OWN_FILE:
            raise CswoEvalError(
                f"Could not save {self.record.folder / name}: it would be larger than {LARGEST_OWN_FILE // 1_000_000} million "
                "bytes. Keep long texts as documents of their own. Nothing already saved is lost."
            )
        if self._waiting is not None:
            self._waiting[name] = _Waiting(value, text)
        else:
            self._take({name: _Waiting(value, text)})

    def _take(self, waiting: dict[str, _Waiting]) -> None:
        """Take one step: all these files and what is to be attached."""
        texts: list[NewText] = []
        ids: list[str] = []
        for name, wanted in waiting.items():
            before = self._present_text(name)
            if before != wanted.text:
                texts.append(NewText(name, before, wanted.text))
                ids += about(self.record.read_values.get(name), wanted.value)
        if texts or self._staged:
            begins = any(one.name == PROFILE and one.before is None for one in texts)
            values = [one.value for one in waiting.values() if one.value is not None]
            self.take_step(texts, self._staged, list(dict.fromkeys(ids)), values=values, begins=begins)
        for name, wanted in waiting.items():
            if wanted.value is not None:
                self.record.read_values[name] = wanted.value

    def take_step(
        self,
        texts: Sequence[NewText],
        moves: Sequence[Move],
        ids: Sequence[str],
        *,
        takes_back: Sequence[StepId] = (),
        brings_again: Sequence[StepId] = (),
        values: Sequence[RecordFile] = (),
        begins: bool = False,
    ) -> None:
        """Take a step of which the texts before are known, and keep the list of what the record has had.

        `values`: what stands in the files, for the ids in it. Raises CswoEvalError.
        """
        had = self.record.contents
        if begins:
            self._keep_contents(had, always=True)
        gone = {one.name for one in texts if one.after is None}
        # A file that is taken away leaves the list first, one that comes is listed last: whenever it breaks off between
        # the two, a file that is there and not listed does no harm, and one that is listed and gone would.
        self._keep_contents(had._replace(files=tuple(name for name in had.files if name not in gone)))
        try:
            take_step(
                self.record.folder,
                self._log,
                texts,
                moves,
                at=self._now(),
                about=ids,
                takes_back=takes_back,
                brings_again=brings_again,
                begins=begins,
            )
        except BaseException:
            with contextlib.suppress(CswoEvalError):
                self._list_what_is_there(texts)
            raise
        self._staged = [move for move in self._staged if move not in moves]
        for one in texts:
            if one.after is None:
                self.record.read_checksums.pop(one.name, None)
                self.record.read_values.pop(one.name, None)
            else:
                self.record.read_checksums[one.name] = checksum(one.after.encode("utf-8"))
        # All is saved: it is no failed save where the list cannot be. What is there and not listed does no harm, and is listed
        # with the next step.
        with contextlib.suppress(CswoEvalError):
            self._list_what_is_there(texts, values)

    def _list_what_is_there(self, texts: Sequence[NewText], values: Sequence[RecordFile] = ()) -> None:
        """List these files as they are now, and the ids that stand in them as given, whatever is undone."""
        files, given = set(self.record.contents.files), dict(self.record.contents.given)
        for one in texts:
            (files.add if (self.record.folder / one.name).exists() else files.discard)(one.name)
        for value in values:
            given = higher(given, highest_ids(value))
        self._keep_contents(self.record.contents._replace(files=tuple(sorted(files)), given=given))

    def list_again(self, names: Sequence[str]) -> None:
        """List these files as they are now, with the ids in them: after a sitting that broke off. Raises CswoEvalError."""
        values = []
        for name in names:
            with contextlib.suppress(ProblemsFound):
                if (self.record.folder / name).exists():
                    values.append(self.record.read(name))
        self._list_what_is_there([NewText(name, None, None) for name in names], values)

    def keep_list(self, contents: Contents) -> None:
        """Save the list of what the record has had, where it was lost and is made again. Raises CswoEvalError."""
        self._keep_contents(contents, always=True)

    def know_missing(self, names: Sequence[str]) -> None:
        """Keep that the owner knows of the loss of these attached files. Raises CswoEvalError."""
        missed = tuple(sorted({*self.record.contents.missed, *names}))
        self._keep_contents(self.record.contents._replace(missed=missed))

    def drop_missed(self, is_dropped: Callable[[str], bool]) -> None:
        """Take names out of the list of attached files whose loss the owner knows. Raises CswoEvalError."""
        had = self.record.contents
        kept = tuple(name for name in had.missed if not is_dropped(name))
        self._keep_contents(had._replace(missed=kept))

    def _keep_contents(self, contents: Contents, always: bool = False) -> None:
        if contents == self.record.contents and not always:
            return
        write_whole(self.record.folder / CONTENTS, closed(as_yaml(contents)).encode("utf-8"))
        self.record.contents = contents

    def _present_text(self, name: str) -> str | None:
        """Return what a file holds; None where there is none. Raises CswoEvalError where it is not as it was last read or saved."""
        path = self.record.folder / name
        known = self.record.read_checksums.get(name)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            if known is None and name not in self.record.contents.files and not path.is_symlink():
                return None
            what = "was taken away by another program"
        except OSError as error:
            raise CswoEvalError(could_not_write(path, error)) from None
        else:
            if known is not None and checksum(data) == known:
                self._refuse_older_state(name, known)
                return data.decode("utf-8")
            what = "was changed by another program" if known is not None else "is there already and was not read"
        raise CswoEvalError(
            f"{path} {what}, so it was not written over. What you had saved before is safe. Start the command again: it "
            "begins from the file as it now is."
        )

    def refuse_older_states(self) -> None:
        """Raise FaultFound where a file that was read is as it was before a later save: before anybody types what cannot be saved."""
        for name, digest in self.record.read_checksums.items():
            if name in self.record.contents.files:
                self._refuse_older_state(name, digest)

    def _refuse_older_state(self, name: str, digest: str) -> None:
        """Raise FaultFound where something put a file back to how it was before a later save: a save would bury the later one."""
        if name not in self._log.seen and name not in self._looked_at:
            refuse_older_states(self.record.folder, {name: digest})
            self._looked_at.add(name)


def as_yaml(value: RecordFile) -> str:
    """Return a file's text, without the seal and the end mark: what it is and how to edit it, then its fields."""
    head = {"format": value.format, "format_version": value.format_version}
    how = "" if isinstance(value, Contents | Draft | SentLog) else f" {_HOW}"
    return f"# {_WHAT[type(value)]}{how}\n" + dump_yaml({**head, **plain(value)})


def _indented(text: str) -> str:
    return re.sub(r"^(?=.)", "  ", text, flags=re.MULTILINE)
