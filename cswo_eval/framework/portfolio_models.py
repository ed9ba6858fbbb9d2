"""The shapes of the files in `standards/` that evidence, reflection, the confidentiality guard and the portfolio rest on."""

from typing import Annotated, Literal

from annotated_types import Ge, Le, Len, MinLen

from cswo_eval.files.shapes import Shape
from cswo_eval.framework.models import Identifier, Line, Passage, Source, StandardsFile

Count = Annotated[int, Ge(0), Le(1_000_000)]
TestId = Literal["valid", "authentic", "reliable", "current", "sufficient"]
"""The five portfolio tests, in their usual order."""


class Heading(Shape):
    """One heading of another purpose that a piece of evidence can serve as well."""

    id: Identifier
    name: Line
    description: Passage
    social_workers_only: bool = False
    """True for a heading that only a registered social worker answers to."""


class Headings(StandardsFile):
    """The headings of one purpose, in its own order. An entry's tag is 'PURPOSE:HEADING', such as 'cpl:protection'."""

    purpose: Literal["cpl", "annual-report"]
    note: Passage
    """Where the list stands and how sure it is: shown with it."""
    headings: Annotated[tuple[Heading, ...], MinLen(1)]


class ReflectionStage(Shape):
    """One part of a reflective account: its prompts, the first of which is the question, the others go deeper."""

    id: Identifier
    name: Line
    prompts: Annotated[tuple[Line, ...], Len(1, 8)]


class ReflectionModel(Shape):
    """A model of reflection, by its stages in order."""

    id: Identifier
    name: Line
    description: Passage
    stages: Annotated[tuple[ReflectionStage, ...], MinLen(2)]
    source: Source


class ReflectionModels(StandardsFile):
    """The models that `evidence reflect` offers, and the prompts at SCQF level 11 that follow any of them."""

    models: Annotated[tuple[ReflectionModel, ...], MinLen(1)]
    level_eleven: Annotated[tuple[ReflectionStage, ...], MinLen(1)]
    """Asked after the model's own stages: what lifts an account to SCQF level 11."""
    usual_words: Count
    """The limit that is offered; programmes differ, so the owner sets their own."""


class PortfolioTest(Shape):
    """One of the five tests: what it asks, what the program checks for it, why, and what mends it."""

    id: TestId
    name: Line
    asks: Line
    checked: Passage
    """What the program looks for: a stated rule, never a verdict on quality."""
    reason: Passage
    left_to_readers: Line
    """What only a person can judge."""


class SufficiencyRules(StandardsFile):
    """The thresholds of the five tests, each with its reason beside it in the file."""

    least_reason_words: Count
    """Valid: a link says in at least this many words why the entry bears on the competency."""
    least_part_words: Count
    """Authentic: an entry says in at least this many words what the owner's own part was."""
    least_confirmable: Count
    """Reliable: at least this many supporting entries name who could confirm them."""
    least_kinds: Count
    """Reliable: supporting entries of at least this many kinds."""
    current_days: Count
    """Current: the newest supporting entry is at most this many days old."""
    least_entries: Count
    """Sufficient: at least this many supporting entries."""
    least_occasions: Count
    """Sufficient: they happened on at least this many different days."""
    many_competencies_from: Count
    """An entry that supports this many competencies or more is named: it may carry too much."""
    tests: Annotated[tuple[PortfolioTest, ...], Len(5, 5)]


class PortfolioPart(Shape):
    """One section of a portfolio, as a profile has it."""

    section: Identifier
    words: Count | None = None
    """The most words it may have; None for no limit."""


class PortfolioProfile(Shape):
    """What one programme's portfolio holds, in its order."""

    id: Identifier
    title: Line
    text: Passage
    words: Count | None = None
    """The most words of the whole; None for no limit."""
    parts: Annotated[tuple[PortfolioPart, ...], MinLen(1)]


class PortfolioSection(Shape):
    """A section that a portfolio may have: its title, and the lines that stand under it before the owner's own."""

    id: Identifier
    title: Line
    lead: tuple[Passage, ...] = ()


class DiscussionQuestion(Shape):
    """A question that an adviser is likely to ask, and when: `when` names the state of the competency it follows from."""

    when: Literal["strong", "gap", "no-chance", "contradicted", "single-source", "old", "always"]
    question: Line
    """`{item}` stands for the competency's id and title."""


class PortfolioProfiles(StandardsFile):
    """All sections of a portfolio, the programmes' profiles, and the questions of the discussion brief."""

    sections: Annotated[tuple[PortfolioSection, ...], MinLen(1)]
    profiles: Annotated[tuple[PortfolioProfile, ...], MinLen(1)]
    discussion: Annotated[tuple[DiscussionQuestion, ...], MinLen(1)]


class FindingKind(Shape):
    """One kind of identifier that the guard looks for."""

    id: Identifier
    name: Line
    """With its article, as in 'a postcode'."""
    certain: bool
    """Whether a full match is of the certain kind, which stops an export."""
    why: Line
    """Why it identifies somebody."""
    instead: Line
    """A safe wording, in words that a social worker would use."""
    mask: Line
    """What stands in its place in a copy it was taken out of, such as '[postcode]'."""


class GuardWords(Shape):
    """The words that the guard's rules look for, each in lower case. A blank may also be a hyphen or nothing."""

    chi: tuple[Line, ...]
    """Words near which ten figures are a CHI number."""
    nhs: tuple[Line, ...]
    candidate: tuple[Line, ...]
    national_insurance: tuple[Line, ...]
    public_numbers: tuple[Line, ...]
    """Words before a number that identifies a book or a body: 'isbn'."""
    phone: tuple[Line, ...]
    postcode: tuple[Line, ...]
    """Words near which the first half of any postcode is one."""
    postcode_areas: tuple[Line, ...]
    """Letters that the first half of a postcode begins with where it stands alone."""
    birth: tuple[Line, ...]
    """Words near which a date is a date of birth."""
    not_birth: tuple[Line, ...]
    """Words straight before a date that make it the rule of a scheme: 'born after'."""
    dated: tuple[Line, ...] = ()
    """Words between a name and a date that make it the day of something else: 'on', 'dated'."""
    papers: tuple[Line, ...] = ()
    """Words that make capitalised words before a date in brackets a paper or a body: 'minutes'."""
    before_a_site: tuple[Line, ...] = ()
    """Words before 'at' and the name of a site that are no part of an address: 'available'."""
    everyday: tuple[Line, ...] = ()
    """Surnames that are words or places too: such a surname alone is not looked for."""
    age: tuple[Line, ...]
    """Words near which a date may be a date of birth."""
    vehicle: tuple[Line, ...]
    number_words: tuple[Line, ...]
    """Words that may stand between what a number belongs to and the number: 'ref', 'number'."""
    case_systems: tuple[Line, ...]
    court: tuple[Line, ...]
    police: tuple[Line, ...]
    reporter: tuple[Line, ...]
    other_numbers: tuple[Line, ...]
    """Words near which a passport or driver number stands."""
    titles: tuple[Line, ...]
    """Titles that stand before a name."""
    small_titles: tuple[Line, ...]
    """Those of them that are titles without a capital too."""
    not_names: tuple[Line, ...]
    """Words that follow a title or stand before a street word and are no name."""
    streets: tuple[Line, ...]
    """Words that make a name before them a street."""
    numbered_streets: tuple[Line, ...]
    """Words that do so only where a house number stands before the name: 'place', 'loan'."""
    conditions: tuple[Line, ...]
    """Conditions and circumstances that, with an age and a place, single a person out."""
    places: tuple[Line, ...]
    """Words for a small place: 'island', 'village'."""
    wide_places: tuple[Line, ...]
    """Names after 'in' or 'from' that are too wide, or no place: 'scotland', 'march'."""
    groups: tuple[Line, ...]
    """Words before an age that make it the age of many: 'people', 'children'."""


class Confidentiality(StandardsFile):
    """What the confidentiality guard looks for, why, and what to write instead."""

    advice: Annotated[tuple[Passage, ...], MinLen(1)]
    """What the guard can and cannot do: shown with its result."""
    kinds: Annotated[tuple[FindingKind, ...], MinLen(1)]
    words: GuardWords
    public_items: tuple[Line, ...] = ()
    """Numbers, addresses and names that are public and not a finding."""
