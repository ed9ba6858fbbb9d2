"""Save the files of one record, under its lock: whole, sealed, the version before kept, nothing of others written over."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cswo_eval.files.limits import LARGEST_OWN_FILE
from cswo_eval.files.shapes import Shape, plain
from cswo_eval.files.whole_files import could_not_write, write_whole
from cswo_eval.files.yaml_text import dump_yaml
from cswo_eval.record.layout import (
    DRAFT,
    GUARD_DECISIONS,
    PORTFOLIO_DETAILS,
    PREVIOUS,
    PRIOR_LEARNING,
    REGISTER,
    REPORT_PROFILES,
    earlier_plan_file,
    plan_file,
    plan_review_file,
    reflection_file,
    round_file,
)
from cswo_eval.record.models import (
    Draft,
    EvidenceRegister,
    KeptReportProfiles,
    Plan,
    Profile,
    RecordFile,
    ReviewRecord,
    Round,
)
from cswo_eval.record.portfolio_models import GuardDecisions, PortfolioDetails, PriorLearning, Reflection
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.seal import checksum, seal_of
from cswo_eval.text.problems import CswoEvalError

_HEADINGS = {
    Profile: "Your profile in cswo-eval. You may edit it in any editor; `cswo-eval check` says whether it still reads.",
    Round: "One self-evaluation. Your words are kept letter for letter. `cswo-eval check` says whether it still reads.",
    EvidenceRegister: "Your register of evidence. `cswo-eval check` says whether it still reads.",
    Draft: "What you were typing.",
    KeptReportProfiles: "Report profiles that you keep: an audience and sections under a name.",
    Plan: "A 100-day plan. Change it with `cswo-eval plan edit`, or here.",
    ReviewRecord: "What you said at a review of your plan.",
    Reflection: "A reflective account. Your words are kept letter for letter.",
    PriorLearning: "Your claims for prior learning.",
    PortfolioDetails: "What your portfolio's title page says, and your programme's limits.",
    GuardDecisions: "Names and what stands for them, and findings you left as they are. Private: never exported.",
}


class RecordWriter:
    """Saves the files of one record. Only `Record.changing()` makes one: it holds the lock."""

    def __init__(self, record: RecordReader) -> None:
        self.record = record
        self._chunks: dict[str, tuple[Shape, str]] = {}

    def save_profile(self, profile: Profile) -> None:
        """Save the profile. Raises CswoEvalError where it cannot be written or was changed meanwhile."""
        self._save(self.record.profile_path, _as_yaml(profile))

    def save_round(self, round_: Round) -> None:
        """Save a round. Answers that did not change since the last save are not written out anew in memory."""
        parts = [_as_yaml(round_._replace(answers={}, set_aside=()))]
        parts.append("answers:\n" if round_.answers else "")
        parts += [
            self._chunk(name, answer, lambda name, answer: {name: plain(answer)})
            for name, answer in round_.answers.items()
        ]
        if round_.set_aside:
            parts.append(dump_yaml({"set_aside": [plain(one) for one in round_.set_aside]}))
        self._save(self.record.folder / round_file(round_.started), "".join(parts))

    def save_register(self, register: EvidenceRegister) -> None:
        """Save the register of evidence, its unchanged entries as they were written before."""
        parts = [_as_yaml(register._replace(entries=())), "entries:\n" if register.entries else ""]
        parts += [self._chunk(entry.id, entry, lambda _, entry: [plain(entry)]) for entry in register.entries]
        self._save(self.record.folder / REGISTER, "".join(parts))

    def _chunk(self, name: str, value: Shape, form: Callable[[str, Any], Any]) -> str:
        """Return one entry of a file as indented YAML, made once while it does not change."""
        known = self._chunks.get(name)
        if known is None or known[0] is not value:
            known = (value, _indented(dump_yaml(form(name, value))))
            self._chunks[name] = known
        return known[1]

    def save_draft(self, draft: Draft) -> None:
        """Keep the lines of a text that is being typed."""
        write_whole(self.record.folder / DRAFT, _as_yaml(draft).encode("utf-8"))

    def drop_draft(self) -> None:
        """Forget what was being typed: it is saved where it belongs."""
        (self.record.folder / DRAFT).unlink(missing_ok=True)

    def save_report_profiles(self, profiles: KeptReportProfiles) -> None:
        """Save the report profiles that the owner keeps."""
        self._save(self.record.folder / REPORT_PROFILES, _as_yaml(profiles))

    def save_plan(self, plan: Plan) -> None:
        """Save a plan. One made again for the same start keeps its earlier form under plans/earlier/."""
        path = self.record.folder / plan_file(plan.start)
        if path.exists():
            present = self.record.plan(plan.start)
            if present.sequence != plan.sequence:
                earlier = self.record.folder / earlier_plan_file(plan.start, present.sequence)
                if not earlier.exists():
                    write_whole(earlier, path.read_bytes())
        self._save(path, _as_yaml(plan))

    def save_review(self, review: ReviewRecord) -> None:
        """Save what was said at a review."""
        self._save(self.record.folder / plan_review_file(review.plan, review.number), _as_yaml(review))

    def save_reflection(self, reflection: Reflection) -> None:
        """Save a reflective account in a file of its own."""
        self._save(self.record.folder / reflection_file(reflection.id), _as_yaml(reflection))

    def save_prior_learning(self, claims: PriorLearning) -> None:
        """Save the claims for prior learning."""
        self._save(self.record.folder / PRIOR_LEARNING, _as_yaml(claims))

    def save_portfolio_details(self, details: PortfolioDetails) -> None:
        """Save what the title page says and the owner's own limits."""
        self._save(self.record.folder / PORTFOLIO_DETAILS, _as_yaml(details))

    def save_guard_decisions(self, decisions: GuardDecisions) -> None:
        """Save what the owner decided about the guard's findings."""
        self._save(self.record.folder / GUARD_DECISIONS, _as_yaml(decisions))

    def _save(self, path: Path, text: str) -> None:
        if self.record.beginning is not None:
            profile, self.record.beginning = self.record.beginning, None
            self.save_profile(profile)
        data = (text + seal_of(text)).encode("utf-8")
        if len(data) > LARGEST_OWN_FILE:
            raise CswoEvalError(
                f"Could not save {path}: it would be larger than {LARGEST_OWN_FILE // 1_000_000} million bytes. Keep long texts as "
                "documents of their own. Nothing already saved is lost."
            )
        name = path.relative_to(self.record.folder)
        path = path.resolve() if path.is_symlink() else path  # a link stays a link: what it leads to is written
        self._refuse_if_changed(path)
        keep = self.record.folder / PREVIOUS / name
        write_whole(path, data, keep)
        self.record.read_checksums[path] = checksum(data)

    def _refuse_if_changed(self, path: Path) -> None:
        """Raise CswoEvalError where the file is not as we last read or wrote it: someone edited it meanwhile."""
        known = self.record.read_checksums.get(path)
        try:
            present = checksum(path.read_bytes())
        except FileNotFoundError:
            return
        except OSError as error:
            raise CswoEvalError(could_not_write(path, error)) from None
        if known is not None and present == known:
            return
        what = "was changed by another program" if known is not None else "is there already and was not read"
        raise CswoEvalError(
            f"{path} {what}, so it was not written over. What you had saved before is safe. Start the command again: it "
            "begins from the file as it now is."
        )


def _as_yaml(value: RecordFile) -> str:
    head = {"format": value.format, "format_version": value.format_version}
    return f"# {_HEADINGS[type(value)]}\n" + dump_yaml({**head, **plain(value)})


def _indented(text: str) -> str:
    return re.sub(r"^(?=.)", "  ", text, flags=re.MULTILINE)
