"""What a reader without levels gets tells no single level: not by a word, an order, a reason, a fraction or a mean of few.

Told by two records: whatever in the second would be told by a level is told otherwise, and every format gives the same.
"""

from __future__ import annotations

import json
import re

import pytest
from gap_records import changed, standard
from reports import FORMATS, Owner, sample_owner, squeezed, words_of

from cswo_eval.record.models import Answer, LeftOut, Rating
from cswo_eval.report.exchange import json_bytes

OWN_WORDS = "She is at 1 of 5"
"""What an owner may write as a reason or a note."""


def told_by_levels(owner: Owner) -> Owner:
    """The same plan and reviews with everything in them turned about that a level decides or may be named in."""
    plan = owner.plan
    goals = tuple(
        changed(one, why=OWN_WORDS, reason="exposure", members=tuple(reversed(one.members)))
        for one in reversed(plan.goals)
    )
    actions = tuple(
        changed(one, why=OWN_WORDS, reason=OWN_WORDS, note=OWN_WORDS, serves=tuple(reversed(one.serves)))
        for one in plan.actions
    )
    left_out = (LeftOut(item="MV1.1", title="A need", band="high", reason=OWN_WORDS),)
    reviews = tuple(changed(one, ratings=(Rating(item="SD1.1", before=1, now=5),)) for one in owner.reviews)
    plan = changed(plan, goals=goals, actions=actions, left_out=left_out, remarks=(OWN_WORDS,))
    return owner._replace(plan=plan, reviews=reviews)


@pytest.mark.parametrize("name", FORMATS)
def test_an_employer_sees_nothing_that_a_level_decides_but_the_plan_itself(name: str) -> None:
    """Reasons, notes, remarks, what did not fit, what was rated again, the order of goals and of what an action serves."""
    owner, other = sample_owner(), told_by_levels(sample_owner())
    if name != "ics":  # a diary has no reasons for anybody
        assert FORMATS[name](owner.report("self")) != FORMATS[name](other.report("self"))
    assert FORMATS[name](owner.report("employer")) == FORMATS[name](other.report("employer"))


LEVEL_NAMES = "|".join(squeezed(one.name) for one in standard().levels.levels)
TOLD = (
    r"Level:?[1-5]",
    r"isat[1-5]",
    r"againstatargetof[1-5]",
    rf"[1-5](?:{LEVEL_NAMES})",
    r"Need:?\d+(?:high|medium|low)",
)
"""How a report tells a level or a need, squeezed."""


@pytest.mark.parametrize("name", ["html", "markdown", "terminal, plain"])
def test_no_competency_stands_beside_a_level(name: str) -> None:
    """Neither its number nor its name, nor a need and its band; in the owner's own report each way is found."""
    whole = sample_owner().report("employer")
    # Under "Method and versions" the scale itself stands, beside no competency.
    sections = [section for section in whole.audience.sections if section != "method"]
    own = words_of(name, FORMATS[name](sample_owner().report("self")))
    employer = words_of(name, FORMATS[name](sample_owner().report("employer", sections=sections)))
    assert [told for told in TOLD if not re.search(told, own)] == []
    assert [told for told in TOLD if re.search(told, employer)] == []


@pytest.mark.parametrize("answers", [1, 2, 3])
def test_a_mean_of_few_answers_is_not_printed_for_an_employer(answers: int) -> None:
    """An aspect's mean over one answer is that answer; over two, who knows one knows the other."""
    owner = sample_owner()
    names = [name for name in owner.round.answers if re.fullmatch(r"MV1\.\d", name)]
    kept = {name: Answer(standing="rated", level=2, importance=2) for name in names[:answers]}
    others = {name: Answer(standing="not-applicable", reason="-") for name in names[answers:]}
    elsewhere = {name: one for name, one in owner.round.answers.items() if not name.startswith("MV")}
    owner = owner._replace(round=changed(owner.round, answers={**kept, **others, **elsewhere}))
    own, employer = (
        json.loads(json_bytes(owner.report(one)))["analysis"]["aspects"][0] for one in ("self", "employer")
    )
    assert (own["id"], own["mean"]["rounded"]) == ("MV", "2.0")
    assert employer["mean"] == (None if answers < 3 else {"rounded": "2.0"})


def test_an_element_answered_as_a_whole_gives_an_employer_no_mean_of_one() -> None:
    """Modelling values has one element: at element depth its mean is one answer."""
    owner = sample_owner()
    answers = {name: Answer(standing="rated", level=2, importance=2) for name in standard().elements}
    owner = owner._replace(round=changed(owner.round, answers=answers, depth="element"))
    aspects = json.loads(json_bytes(owner.report("employer")))["analysis"]["aspects"]
    assert [one["id"] for one in aspects if one["mean"] is None] == ["MV"]


def test_an_employer_gets_no_fraction() -> None:
    """A fraction tells more of the levels that it is made of than one decimal does."""
    aspects = json.loads(json_bytes(sample_owner().report("employer")))["analysis"]["aspects"]
    assert [sorted(one["mean"]) for one in aspects] == [["rounded"]] * 5
