"""The guard over a whole record: what is found where, what the owner accepted, and the copy that may leave."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from cswo_eval import __version__
from cswo_eval.confidentiality.findings import Finding
from cswo_eval.confidentiality.heard_names import HeardName, heard_names, names_again
from cswo_eval.confidentiality.masks import masked
from cswo_eval.confidentiality.record_texts import Place, bare_texts, with_changed_texts
from cswo_eval.files.shapes import Shape, plain
from cswo_eval.framework.portfolio_models import Confidentiality
from cswo_eval.record.models import ReviewRecord, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import GuardDecisions
from cswo_eval.record.tool_models import ToolRun

Handling = Literal["stop", "take-out", "keep"]
"""What an export does with findings that nobody accepted: 'stop' on those of the certain kind and take the others out,
'take-out' takes all of them out, 'keep' leaves all of them in."""


class Located(NamedTuple):
    """A finding with the place it stands in. `id` is how the owner names it; `reason` is why they accepted it, or None."""

    id: str
    place: Place
    finding: Finding
    reason: str | None


class Guard(NamedTuple):
    """The rules, the owner's decisions, and what makes the ids of findings this record's own."""

    rules: Confidentiality
    decisions: GuardDecisions
    record_id: str
    owner: str = ""
    """The name of the record's owner, who is nobody to be kept from the reader."""
    names: tuple[HeardName, ...] = ()
    """Names that stand with a title somewhere in the record: they are looked for without it too."""
    earlier_ids: Mapping[str, tuple[str, ...]] = {}
    """For each id of the Standard that was called otherwise before, those older ids: what was accepted there stays accepted."""
    memory: dict[str, tuple[Finding, ...]] | None = None
    """What was found in each text that this guard looked at, so that none is looked at twice; None: it does not remember."""

    def found(self, place: Place, text: str) -> tuple[Located, ...]:
        """Return what is found in a text as it would leave the record: give it with pseudonyms in place of names.

        A name of the private table that still stands there, as in a file, is a finding. What the owner calls public
        is none, and neither is what they chose to stand for a name.
        """
        findings = self._by_rules(text)
        return (*self._located(place, findings), *self.found_again(place, text, findings))

    def _by_rules(self, text: str) -> tuple[Finding, ...]:
        """Return what the rules find in a text."""
        known = self.memory.get(text) if self.memory is not None else None
        if known is not None:
            return known
        from cswo_eval.confidentiality.all_rules import findings_in  # its rules take a while to make ready

        names = tuple(one.name for one in self.decisions.pseudonyms)
        findings = tuple(findings_in(text, self.rules, self._public, names))
        if self.memory is not None:
            self.memory[text] = findings
        return findings

    def found_again(self, place: Place, text: str, known: Iterable[Finding] = ()) -> tuple[Located, ...]:
        """Return where the names heard elsewhere stand in a text, but for places that are `known` findings already."""
        if not self.names:
            return ()
        spans = [(one.start, one.end) for one in known]
        owner = (self.owner,) if self.owner.strip() else ()
        again = names_again(text, self.names, self.rules, (*self._public, *owner))
        return self._located(
            place, [one for one in again if not any(one.start < end and start < one.end for start, end in spans)]
        )

    def hearing(self, names: Iterable[HeardName]) -> Guard:
        """Return this guard, looking for these names too."""
        return self._replace(names=tuple(dict.fromkeys((*self.names, *names))))

    @property
    def _public(self) -> tuple[str, ...]:
        return (*self.decisions.public_items, *(one.instead for one in self.decisions.pseudonyms))

    def _located(self, place: Place, findings: Iterable[Finding]) -> tuple[Located, ...]:
        listed = tuple(findings)
        accepted = {one.id: one.reason for one in self.decisions.accepted} if listed else {}
        located = []
        for finding in listed:
            name = finding_id(self.record_id, place, finding)
            if accepted and name not in accepted:
                before = (finding_id(self.record_id, one, finding) for one in self._former_places(place))
                name = next((one for one in before if one in accepted), name)
            located.append(Located(name, place, finding, accepted.get(name)))
        return tuple(located)

    def _former_places(self, place: Place) -> Iterator[Place]:
        """Give where a text stood before the Standard changed: under an older id, or among the answers that count."""
        answered = re.sub(r"/set_aside/([^/]+)/answer/", r"/answers/\1/", place.id)
        if answered != place.id:
            yield place._replace(id=answered)
        parts = place.id.split("/")
        for number, part in enumerate(parts):
            for older in self.earlier_ids.get(part, ()):
                yield place._replace(id="/".join((*parts[:number], older, *parts[number + 1 :])))

    def leaving(self, text: str) -> str:
        """Return a text with the pseudonyms of the private table in place of the names."""
        if not self.decisions.pseudonyms:
            return text
        from cswo_eval.confidentiality.pseudonyms import with_pseudonyms

        return with_pseudonyms(text, self.decisions.pseudonyms)

    def names_replaced(self, text: str) -> frozenset[str]:
        """Return the names of the private table that `leaving` replaces in a text."""
        if not self.decisions.pseudonyms:
            return frozenset()
        from cswo_eval.confidentiality.pseudonyms import names_replaced

        return names_replaced(text, self.decisions.pseudonyms)

    def state(self) -> str:
        """Return a digest of all that a finding depends on besides the text: the rules, the decisions, this program."""
        digest = hashlib.sha256(__version__.encode())
        for value in (self.rules, self.decisions._replace(accepted=())):
            digest.update(json.dumps(plain(value), default=str, sort_keys=True).encode())
        return digest.hexdigest()[:32]


class CheckedCopy(NamedTuple):
    """The values of a record as they may leave it.

    `stopping`: unaccepted findings of the certain kind, where the handling is 'stop': the copy must not be used then.
    `taken_out`: findings in whose place the copy holds a mask. `kept`: those left in, accepted or told to.
    """

    values: Mapping[str, Shape]
    stopping: tuple[Located, ...]
    taken_out: tuple[Located, ...]
    kept: tuple[Located, ...]
    clean: frozenset[str]
    """The digests of all texts in which nothing was found by itself, whatever names were heard elsewhere."""
    names: tuple[HeardName, ...]
    """The names that stand with a title in these values or were heard before, unless each was accepted."""
    replaced: frozenset[str]
    """The names of the private table that stood in the texts: something else stands for them now."""


PLACES = {
    "profile": "your name in reports",
    "round": "",
    "earlier": "the round of {}",
    "evidence": "",
    "plan": "the plan",
    "earlier-plan": "the plan of {}",
    "review": "the review of day {}",
    "earlier-review": "the review of day {} of an earlier plan",
    "reflection": "{}",
    "prior-learning": "",
    "portfolio": "",
    "tool": "{}",
}
"""What the parts of a record are called before the name of what is in them; '' where that name says enough. {} stands for
what follows the first stroke in the part's own name: 'earlier/2026-01-05'."""

MOST_PASSES = 5
"""How often a text is looked through and masked. Two are enough for all that people write: what overlapped something
more telling may be left over when that is gone."""


def checked_copy(
    guard: Guard, values: Mapping[str, Shape], handling: Handling, clean: frozenset[str] = frozenset()
) -> CheckedCopy:
    """Return a copy of a record's values, by part ('evidence', 'review/30'), in which every text was checked.

    Names of the private table are replaced whatever the handling. The owner's own record is not touched.
    `clean`: digests of texts that this very guard looked at before and found nothing in.
    """
    copy = _Copy(guard, handling, clean)
    made = {name: copy.checked(name, value) for name, value in values.items()}
    hearing = guard.hearing(heard_names(copy.heard, guard.rules, guard.owner))
    if hearing.names:  # in all texts, those that are clean by themselves too
        places = {name: place_of_part(name, value) for name, value in values.items()}
        made = {name: copy.without_heard(hearing, places[name], value) for name, value in made.items()}
    return CheckedCopy(
        values=made,
        stopping=tuple(copy.stopping),
        taken_out=tuple(copy.taken_out),
        kept=tuple(copy.kept),
        clean=frozenset(copy.still_clean),
        names=hearing.names,
        replaced=frozenset(copy.replaced),
    )


class _Copy:
    """A copy of a record that is being made: what was found in its texts so far, and what became of it."""

    def __init__(self, guard: Guard, handling: Handling, clean: frozenset[str]) -> None:
        self._guard, self._handling, self._clean = guard, handling, clean
        self._by_themselves = guard._replace(names=())
        self._standing: dict[str, list[Finding]] = {}
        """What is left standing in a text, by the id of its place."""
        self.still_clean: set[str] = set()
        self.stopping: list[Located] = []
        self.taken_out: list[Located] = []
        self.kept: list[Located] = []
        self.heard: list[Finding] = []
        """What may tell a name that has to go elsewhere too."""
        self.replaced: set[str] = set()

    def checked(self, name: str, value: Shape) -> Shape:
        """Return a part of the record with each text as it leaves, looked at by itself."""
        if self._clean and not self._guard.decisions.pseudonyms:  # most often all of it is as when nothing was found
            digests = {_digest(text) for text in bare_texts(value)}
            if digests <= self._clean:
                self.still_clean.update(digests)
                return value
        return with_changed_texts(value, place_of_part(name, value), self._checked_text)

    def without_heard(self, hearing: Guard, part: Place, value: Shape) -> Shape:
        """Return a part that was checked by itself, now without the names that were heard elsewhere."""

        def change(place: Place, text: str) -> str:
            if _by_intent(place):
                return text
            found = hearing.found_again(place, text, self._standing.get(place.id, ()))
            out = [one for one in found if not _stays(one, self._handling)]
            self.taken_out.extend(out)
            self.kept.extend(one for one in found if _stays(one, self._handling))
            return masked(text, [one.finding for one in out], self._guard.rules)

        return with_changed_texts(value, part, change)

    def _checked_text(self, place: Place, text: str) -> str:
        self.replaced.update(self._guard.names_replaced(text))
        text = self._guard.leaving(text)
        digest = _digest(text)
        if digest in self._clean:
            self.still_clean.add(digest)
            return text
        found = self._by_themselves.found(place, text)
        if not found:
            self.still_clean.add(digest)
        text, standing = self._masked(place, text, found)
        self.kept.extend(one for one in standing if not _stands_there_by_intent(one))
        self._standing[place.id] = [one.finding for one in standing]
        return text

    def _masked(self, place: Place, text: str, found: Sequence[Located]) -> tuple[str, Sequence[Located]]:
        """Return a text with masks in place of what goes, looked through until nothing more goes, and what stays in it."""
        for _ in range(MOST_PASSES):
            self.heard.extend(one.finding for one in found if one.reason is None and not _stands_there_by_intent(one))
            out = [one for one in found if not _stays(one, self._handling)]
            if not out:
                return text, found
            for one in out:
                stops = self._handling == "stop" and one.finding.certain
                (self.stopping if stops else self.taken_out).append(one)
            text = masked(text, [one.finding for one in out], self._guard.rules)
            found = self._by_themselves.found(place, text)
        return "", ()  # such as a mask that is itself a name of the table: then nothing of the text leaves


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def place_of_part(name: str, value: Shape) -> Place:
    """Return the place of a part of the record. Its id is the part's own, whichever round or plan is the newest by now."""
    kind, _, own = name.partition("/")
    if isinstance(value, Round):
        place = f"round/{value.started}"
    elif isinstance(value, Plan):
        place = f"plan/{value.start}"
    elif isinstance(value, ReviewRecord):
        place, own = f"review/{value.plan}/{value.number}", str(value.number)
    elif isinstance(value, ToolRun):
        place, own = f"tool/{value.begun}/{value.tool}", value.tool
    else:
        place = name
    return Place(place, PLACES[kind].format(own))


def _stays(one: Located, handling: Handling) -> bool:
    return one.reason is not None or handling == "keep" or _stands_there_by_intent(one)


def _stands_there_by_intent(one: Located) -> bool:
    """Whether it is the owner's own name, or a name or place on the portfolio's title page, such as the adviser's."""
    return _by_intent(one.place) and not one.finding.certain


def _by_intent(place: Place) -> bool:
    """Whether the place is one for names that are meant to be read: the profile or the portfolio's title page."""
    return place.id.startswith(("portfolio/", "profile/")) and not place.id.startswith("portfolio/contract_")


def finding_id(record_id: str, place: Place, finding: Finding) -> str:
    """Return how a finding is named: the same for the same thing in the same place, and telling nothing of the text."""
    letters = unicodedata.normalize("NFKC", finding.found).casefold()
    bare = "".join(character for character in letters if character.isalnum())  # however it is spaced the next time
    what = "\0".join((record_id, place.id, finding.kind, bare))
    return f"F{hashlib.sha256(what.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
