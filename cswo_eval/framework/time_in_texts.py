"""Lengths of time and days of the 100 in the texts of the catalogue: 'for six weeks', 'a month later', 'by the end of week two'.

Read for `time_checks.py`, which compares them with the fields. What is not certain to be meant so is not read: how old a paper is
('six months of invoices', 'last quarter'), what somebody has waited, a week of something else ('week two of the course').
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty"
)
NUMBERS = {word: number for number, word in enumerate(_WORDS.split(), start=1)}
NUMBERS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBERS |= {"a hundred": 100, "one hundred": 100, "hundred": 100, "a couple of": 2, "a": 1, "an": 1}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), start=1)}

DAYS_OF = {"day": (1, 1), "week": (7, 7), "fortnight": (14, 14), "month": (28, 31)}
"""Days in each unit, at the least and at the most."""
WORKING_WEEK = (5, 7)
"""So many working days are so many days."""
ENDLESS = 10_000

_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?:day|week|fortnight|month)s?"
_ABOUT = (
    r"(?:(?:about|around|some|roughly|nearly|almost|exactly|just|at least|at most|up to|over|more than|another|"
    r"the (?:next|following|coming)) )*"
)
AMOUNT = (
    rf"{_ABOUT}{_NUMBER}(?:(?: to | or | and |-){_NUMBER})?(?: or (?:more|so))?"
    rf"[ -](?:(?:more|further|full|whole|clear|working|calendar|consecutive) )*{_UNIT}\b"
)
"""A length of time: 'six weeks', 'a month', 'two to four weeks', 'at least ten working days'."""
NOT_OF = r"(?!['’]|s['’]| of\b| old\b|-old\b)"
"""After a length: it is not one of something ('six months of minutes', 'a week's notice') nor an age."""


class Length(NamedTuple):
    """A length of time in days, at the least and at the most that the words can mean, and the words themselves."""

    low: int
    high: int
    said: str
    unit: str

    def near(self, days: int, tolerance: int) -> bool:
        """Return whether so many days are meant, give or take some."""
        return self.low - tolerance <= days <= self.high + tolerance


class Said(NamedTuple):
    """A length that a text names, and what stands before and after it in its clause."""

    length: Length
    before: str
    after: str


class PlanDays(NamedTuple):
    """Days of the 100 that a text names, with the words and how they are led in: 'by', 'in', 'from', or '' for none."""

    first: int
    last: int
    led_by: str
    said: str
    after: str


def length_of(words: str) -> Length:
    """Return the length that words which fit AMOUNT say."""
    words = re.sub(r"^the (?:same )?(?=week$|fortnight$|month$)", "a ", words, flags=re.IGNORECASE)
    numbers = [_number(one) for one in re.findall(rf"\b{_NUMBER}\b", words, re.IGNORECASE)]
    unit = re.search(rf"({'|'.join(DAYS_OF)})s?$", words, re.IGNORECASE)[1].lower()  # type: ignore[index]
    least, most = DAYS_OF[unit]
    low, high = least * min(numbers[:2]), most * max(numbers[:2])
    if "working" in words:
        low, high = (-(-one * WORKING_WEEK[1] // WORKING_WEEK[0]) for one in (low, high))
    if re.search(r"\b(at least|or more|over|more than)\b", words, re.IGNORECASE):
        high = ENDLESS
    if re.search(r"\b(at most|up to)\b", words, re.IGNORECASE):
        low = 0
    return Length(low, high, words, unit)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def lengths(text: str, pattern: str) -> Iterator[Said]:
    """Give every length in a text that stands as a pattern says: in it, a group called `amount` is a length."""
    text = _one_line(text)
    for found in re.finditer(pattern, text, re.IGNORECASE):
        length = length_of(found["amount"])
        before = re.split(r"[.;:,!?]", text[: found.start()])[-1]
        after = re.split(r"[.;:!?]", text[found.end() :])[0]
        yield Said(length._replace(said=found.group().strip()), before.strip(), after.strip())


def lasting(text: str) -> Iterator[Length]:
    """Give how long something is to go on: 'for six weeks', but not what has gone on, nor 'ask them for a month'."""
    text = re.sub(r"^When\b.*?, then\b", "", _one_line(text))  # at what moment a cue comes is told of others
    for length, before, _ in lengths(text, rf"\bfor (?P<amount>{AMOUNT}){NOT_OF}"):
        done = re.search(
            r"\b(has|had|been|wait(ed|ing|s)?|have (\w+ed|had|gone|kept|stood|run))\b", before, re.IGNORECASE
        )
        asked = re.search(r"\bask\w*\b(?!.*\b(to|that|whether|if|about|every|each|once)\b)", before, re.IGNORECASE)
        if not done and not asked:
            yield length
    for length, before, _ in lengths(
        text, rf"\b(?:can|could|will|must|to) (?:be )?\w+ in (?P<amount>{AMOUNT}){NOT_OF}"
    ):
        if re.search(r"\b(change|work|job|task|piece|project|one|it|that|which)\b", before, re.IGNORECASE):
            yield length


def in_a_row(text: str) -> Iterator[Length]:
    """Give how long something goes on without a break: 'six weeks running', and a trial that bears its length in its name."""
    after = r" (?:running|in a row|on end|in succession)\b"
    spell = r"(?:trial|run|spell|pilot|experiment|tally|diary|log|note|habit|count)\b"
    for length, _, _ in lengths(text, rf"\b(?P<amount>{AMOUNT}){after}"):
        yield length
    for length, _, _ in lengths(text, rf"\b(?P<amount>{_NUMBER}-{_UNIT}) {spell}"):
        yield length


def counted_within(text: str) -> Iterator[Length]:
    """Give the length of time in which something is to happen so often: 'five times in a month', 'aim at ten entries in a month'."""
    often = r"(?:\b(?:times|twice|once)(?: or more)?|\baim at [^.;,]{1,40}?)"
    for length, _, _ in lengths(text, rf"{often} in (?P<amount>{AMOUNT}){NOT_OF}"):
        yield length


def every(text: str) -> Iterator[Length]:
    """Give how often something is done: 'once a week for two months', 'one day a fortnight'; not 'the figures of each month'."""
    often = rf"\b(?:every|each|once a|once every|once each) (?P<amount>(?:{_NUMBER} )?{_UNIT}) for {AMOUNT}{NOT_OF}"
    once = rf"\b(?:once|one (?:half-)?(?:day|hour|morning|afternoon|evening)) (?:a|every|each) (?P<amount>{_UNIT})\b"
    for pattern in (often, once):
        for found in re.finditer(pattern, _one_line(text), re.IGNORECASE):
            amount = found["amount"]
            counts = re.match(_NUMBER + " ", amount, re.IGNORECASE)
            yield length_of(amount if counts else f"a {amount}")._replace(said=found.group())


def apart(text: str) -> Iterator[Length]:
    """Give how far apart things lie: 'a fortnight apart', 'three weeks or more apart'."""
    for length, _, _ in lengths(text, rf"\b(?P<amount>{AMOUNT})(?: or more)?(?: or so)? apart\b"):
        yield length


def weeks_reached(text: str) -> Iterator[Length]:
    """Give how long something must go on to reach a week that is counted: 'by the sixth week', but not 'the second week of the month'."""
    place = r"\b(?:by|in|until|till|from|after|before) (?:the )?(?:end of )?(?:the )?"
    other = r"(?! (?:of|after|from now|in post|since)\b)"
    text = _one_line(text)
    for found in re.finditer(
        rf"{place}(?P<which>{'|'.join(ORDINALS)}) (?P<unit>week|month){other}", text, re.IGNORECASE
    ):
        least, most = DAYS_OF[found["unit"].lower()]
        number = ORDINALS[found["which"].lower()]
        yield Length(least * (number - 1) + 1, most * number, found.group(), found["unit"].lower())


_ASKING = r"\b(ask|offer|book|invite|propose|dates?|meet|hour|visit|seat|talk|ring|write|email|message|tell|arrange|fix|telephone)\w*\b"
_A_TIME = r"\b(hours?|minutes|dates?|visit|meeting|seat|place|slot|session|talk)\b"
_OF_SOMETHING_DONE = r"\b(end\w*|finish\w*|done|over|complet\w*|made|happen\w*|times|twice|once|came|arriv\w*|signed|taken|given|used|held|more|due|leav\w*|retir\w*|beg[aiu]n\w*|start\w*|open\w*|clos\w*|falls?|expir\w*|mov\w*)$"
_LATER = r"(?: or (?:so|later|more))?"


def ahead(text: str) -> Iterator[Length]:
    """Give how far ahead of today something lies: 'about a month from now', 'two weeks off or later'."""
    for length, _, _ in lengths(text, rf"\b(?P<amount>{AMOUNT}){_LATER} (?P<how>from now|ahead|off|away|hence)\b"):
        if length.unit != "day" or not length.said.endswith((" off", " away")):  # two days off are spent at home
            yield length
    for found in re.finditer(rf"\bthe (?P<which>{'|'.join(ORDINALS)}) week from now\b", _one_line(text), re.IGNORECASE):
        number = ORDINALS[found["which"].lower()]
        yield Length(7 * (number - 1), 7 * number, found.group(), "week")


def asked_for(text: str) -> Iterator[Length]:
    """Give how far ahead a first step asks for a time: 'in three weeks', 'from five weeks on', 'an hour next month'."""
    yield from ahead(text)
    for length, _, after in lengths(text, rf"\bfrom (?P<amount>{AMOUNT}) on\b"):
        if not re.match(r"(the|a|an|this|that|it|each|my|his|her|their)\b", after):
            yield length
    text = _one_line(text)
    for found in re.finditer(
        rf"\bin (?P<amount>{AMOUNT}){_LATER}(?:['’]s? time)?{NOT_OF}(?! from now)", text, re.IGNORECASE
    ):
        before = re.split(r"[.;!?]", text[: found.start()])[-1].strip()
        done = re.search(_OF_SOMETHING_DONE, before, re.IGNORECASE)
        if re.search(_ASKING, before, re.IGNORECASE) and not done:
            yield length_of(found["amount"])._replace(said=found.group())
    for found in re.finditer(r"\bnext (?P<unit>week|month)\b(?!['’])", text, re.IGNORECASE):
        if re.search(_A_TIME, re.split(r"[.;!?]", text[: found.start()])[-1], re.IGNORECASE):
            low, high = {"week": (0, 10), "month": (14, 45)}[found["unit"].lower()]
            yield Length(low, high, found.group(), found["unit"].lower())


def later(text: str) -> Iterator[Length]:
    """Give how long after something: 'a month later', 'three weeks on', 'after six weeks', 'the month that follows'."""
    no_thing = r"(?! (?:the|a|an|this|that|it|its|each|every|my|his|her|their|our|what|which)\b)"
    for length, _, _ in lengths(text, rf"\b(?P<amount>{AMOUNT}) (?:later(?! than\b)|afterwards|on\b{no_thing})"):
        yield length
    looked_at = r"(?<!look )(?<!looks )(?<!looked )(?<!looking )"
    for length, _, _ in lengths(text, rf"{looked_at}\bat (?P<amount>{AMOUNT}){NOT_OF}"):
        if length.unit in ("week", "month") and length.said.endswith("s"):
            yield length
    for length, _, _ in lengths(text, rf"(?<!soon )(?<!long )\bafter (?P<amount>{AMOUNT}){NOT_OF}"):
        yield length
    for length, _, _ in lengths(text, rf"\bin (?P<amount>{AMOUNT})(?:['’]s|['’]) time\b"):
        yield length
    for found in re.finditer(r"\bthe (?P<unit>week|fortnight|month) that follows\b", text, re.IGNORECASE):
        yield length_of(f"a {found['unit']}")._replace(said=found.group())


def come_back(text: str) -> Iterator[Length]:
    """Give after how long somebody is told to come back to it: 'three weeks later you ask after it'."""
    told = r"(?=,? (?:you|I|we|ask|go|ring|look|see|check|read|come|write)\b)"
    for length, _, _ in lengths(text, rf"\b(?P<amount>{AMOUNT}) (?:later|afterwards|on){told}"):
        yield length


def within(text: str) -> Iterator[Length]:
    """Give by when something will have come about: 'within a month two teams use it', 'each has a reply within the week'.

    Not how soon something is as a rule: 'reviews held within six weeks', 'assessments are finished within 28 days'.
    """
    for length, before, _ in lengths(text, rf"\b(?:within|inside) (?P<amount>{AMOUNT}|{_THE_SAME})(?!['’]|-old\b)"):
        if not (re.search(_AS_A_RULE, before, re.IGNORECASE) and not re.search(_ONCE, before, re.IGNORECASE)):
            yield length


_THE_SAME = r"the (?:same )?(?:week|fortnight|month)"
_AS_A_RULE = r"\b(\w+ed|held|made|seen|sent|done|given|met|read|known|written|told|paid|begun|set|put)$"
_ONCE = r"\b(has|have|is|was|been|be)\b"
_LEADS = r"by|before|until|till|within|on|at|in|from|after|since|against|to|for|around|of|during"
_FIGURES_OR_WORDS = (
    rf"\d{{1,3}}|{'|'.join(sorted((one for one in NUMBERS if not one.startswith('a')), key=len, reverse=True))}"
)
_NAMED_DAY = re.compile(
    rf"(?<!\ba )(?<!\bper )(?<!\beach )(?<!\bevery )\b(?:(?P<lead>{_LEADS}) )?(?:about )?(?:the )?"
    rf"(?P<part>(?:end|close|start|beginning|middle) of )?(?P<unit>day|week|month)[ -](?P<number>{_FIGURES_OR_WORDS})\b"
    r"(?!-| (?:of|after) (?!the (?:hundred|100|plan)\b))",
    re.IGNORECASE,
)
_NAMED_DAYS = re.compile(
    rf"\b(?:(?P<lead>{_LEADS}) )?days (?P<first>\d{{1,3}})(?: to | and |-)(?P<last>\d{{1,3}})\b", re.IGNORECASE
)
_FIRST_OF_ALL = re.compile(
    rf"\b(?P<lead>in|within|by the end of|during) (?:the|your|my) first (?P<amount>(?:{_NUMBER} )?{_UNIT}) "
    r"(?:in post|in the post|of the (?:hundred|100|plan)\b)",
    re.IGNORECASE,
)
_LAST_OF_ALL = re.compile(rf"\blast (?P<number>{_NUMBER}) (?:days )?of the (?:hundred|100)\b", re.IGNORECASE)
_LENGTH_OF = {"day": 1, "week": 7, "month": 30}


def plan_days(text: str) -> Iterator[PlanDays]:
    """Give the days of the 100 that a text names by their number: 'day 60', 'by the end of week two', 'days 91 to 100'."""
    text = _one_line(text)
    for found in _NAMED_DAY.finditer(text):
        if not found["lead"] and not found["number"].isdigit():
            continue  # 'day two' without a word before it may be part of anything
        number, length = _number(found["number"]), _LENGTH_OF[found["unit"].lower()]
        first, last = length * (number - 1) + 1, length * number
        part = (found["part"] or "").split(" ")[0].lower()
        if part in ("end", "close"):
            first = last
        elif part in ("start", "beginning"):
            last = first
        yield PlanDays(first, last, (found["lead"] or "").lower(), found.group().strip(), text[found.end() :])
    for found in _NAMED_DAYS.finditer(text):
        yield PlanDays(
            int(found["first"]), int(found["last"]), (found["lead"] or "").lower(), found.group(), text[found.end() :]
        )


def first_days(text: str) -> Iterator[PlanDays]:
    """Give the first days of the 100 that a text names: 'in the first two weeks in post'."""
    for found in _FIRST_OF_ALL.finditer(_one_line(text)):
        amount = found["amount"]
        if re.match(_NUMBER + " ", amount, re.IGNORECASE) or not amount.lower().endswith("s"):
            length = length_of(amount if " " in amount else f"a {amount}")
            yield PlanDays(1, length.high, "by", found.group(), "")


def last_days(text: str, end: int) -> Iterator[PlanDays]:
    """Give the last days of the 100 that a text names: 'in the last ten of the hundred days'."""
    for found in _LAST_OF_ALL.finditer(_one_line(text)):
        yield PlanDays(end + 1 - _number(found["number"]), end, "from", found.group(), "")
