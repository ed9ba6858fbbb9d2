"""What a reader without levels gets tells no single level: not by a word, an order, a reason, a fraction or a mean of few.

Told by two records: whatever in the second would be told by a level is told otherwise, and every format gives the same.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest
from gap_records import changed, standard
from reports import FORMATS, Owner, sample_owner, squeezed, words_of

from cswo_eval.disclosure.levels import BANDS, band_of_mean
from cswo_eval.formats.json import json_bytes
from cswo_eval.pages.blocks import Facts
from cswo_eval.record.fields import own_words
from cswo_eval.record.models import Answer, Rating, ReviewRecord
from cswo_eval.record.plan_models import LeftOut

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


@pytest.mark.parametrize("name", FORMATS)
def test_an_employer_sees_nothing_of_an_action_that_is_for_its_owner_alone(name: str) -> None:
    """Doubts, habits, answers to them and broken rules: they ask for nobody's time or help."""
    owner = sample_owner()
    marks = {field: f"Mark of the {field}." for field in ("cue", "barrier", "answer")}
    marked = changed(owner.plan.actions[0], **marks, flags=("Mark of the rule.",), own_fields=("barrier",))
    owner = owner._replace(plan=owner.plan.with_action(marked))
    shown = words_of(name, FORMATS[name](owner.report("employer")))
    assert [mark for mark in (*marks.values(), "Mark of the rule.") if squeezed(mark) in squeezed(shown)] == []
    if name != "ics":  # a diary has only the cue, for anybody
        whole = squeezed(words_of(name, FORMATS[name](owner.report("self", sections=["plan", "actions"]))))
        assert all(squeezed(mark) in whole for mark in marks.values())


@pytest.mark.parametrize("name", FORMATS)
def test_an_employer_reads_nothing_that_was_said_at_a_review(name: str) -> None:
    """It was said for oneself and a coach, as the question itself tells."""
    owner = sample_owner()
    marks = {field: f"Mark of {field}." for field in own_words(ReviewRecord)}
    owner = owner._replace(reviews=(changed(owner.reviews[0], **marks),))
    told = {
        one: squeezed(words_of(name, FORMATS[name](owner.report(one)))) for one in ("employer", "portfolio", "coach")
    }
    assert [mark for mark in marks.values() for one in ("employer", "portfolio") if squeezed(mark) in told[one]] == []
    assert name == "ics" or all(squeezed(mark) in told["coach"] for mark in marks.values())


def test_an_employer_is_told_what_time_and_whose_help_is_asked_for() -> None:
    """Of the actions that are still planned: hours, until when, and each helper once."""
    owner = sample_owner()
    coming = [one for one in owner.plan.actions if one.status == "planned"]
    document = owner.report("employer").document
    plan = next(section for section in document.sections if section.id == "plan")
    pairs = dict(pair for block in plan.blocks if isinstance(block, Facts) for pair in block.pairs)
    assert pairs["Time asked for"].startswith(f"{sum(one.hours for one in coming):g} h of working time by ")
    assert pairs["Time asked for"].endswith(f"for {len(coming)} actions")
    helpers = pairs["Help asked of"].split("; ")
    assert set(helpers) == {helper for one in coming for helper in one.helpers}
    assert len(helpers) == len(set(helpers))


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
def test_a_mean_of_few_answers_has_no_band_for_an_employer(answers: int) -> None:
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
    assert employer.get("band") == (None if answers < 3 else "below 2.5")


def rated_as_wholes() -> Owner:
    """An owner after the first hour: every element at 2, no competency."""
    owner = sample_owner()
    answers = {name: Answer(standing="rated", level=2, importance=2) for name in standard().elements}
    return owner._replace(round=changed(owner.round, answers=answers, depth="element"))


def test_an_element_answered_as_a_whole_gives_an_employer_no_band_of_one() -> None:
    """Modelling values has one element: at element depth its mean is one answer."""
    aspects = json.loads(json_bytes(rated_as_wholes().report("employer")))["analysis"]["aspects"]
    assert [one["id"] for one in aspects if "band" not in one] == ["MV"]


def test_an_employer_gets_no_mean_in_the_exchange_format() -> None:
    aspects = json.loads(json_bytes(sample_owner().report("employer")))["analysis"]["aspects"]
    assert [one["mean"] for one in aspects] == [None] * 5
    assert {one["band"] for one in aspects} <= set(BANDS)


def all_at(level: int) -> Owner:
    """An owner with every competency at one level."""
    owner = sample_owner()
    answers = {name: Answer(standing="rated", level=level, importance=2) for name in standard().competencies}
    return owner._replace(round=changed(owner.round, answers=answers))


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("csv", "xlsx", "ics")])
def test_a_mean_of_one_is_not_told_from_a_mean_of_two(name: str) -> None:
    """A mean of 1.0 would tell every level that it is made of: sections that hold means say the same of 1 and of 2."""
    sections = ["summary", "aspects"]
    one, two = (FORMATS[name](all_at(level).report("employer", sections=sections)) for level in (1, 2))
    assert one == two
    assert one != FORMATS[name](all_at(3).report("employer", sections=sections))


@pytest.mark.parametrize(
    ("mean", "band"),
    [
        ("1", "below 2.5"),
        ("249/100", "below 2.5"),
        ("5/2", "2.5 to 3.5"),
        ("7/2", "2.5 to 3.5"),
        ("351/100", "above 3.5"),
        ("5", "above 3.5"),
    ],
)
def test_a_band_holds_its_means_and_the_middle_one_both_its_ends(mean: str, band: str) -> None:
    assert band_of_mean(Fraction(mean)) == band


def test_an_employer_is_told_what_strengths_and_goals_tell() -> None:
    """In the limits, on the first page; where levels are shown, nothing of the kind is said."""
    told = squeezed("a goal of the plan lies below its target")
    assert told in words_of("markdown", FORMATS["markdown"](sample_owner().report("employer", sections=["limits"])))
    assert told not in words_of("markdown", FORMATS["markdown"](sample_owner().report("coach", sections=["limits"])))


def test_a_first_hour_counts_the_elements_that_were_answered() -> None:
    """Not '0 of 80 competencies' above aspects that are covered."""
    text = words_of("markdown", FORMATS["markdown"](rated_as_wholes().report("employer", sections=["summary"])))
    assert squeezed("Elements answered as a whole: 18 of 18") in text
    assert squeezed("Competencies answered") not in text
