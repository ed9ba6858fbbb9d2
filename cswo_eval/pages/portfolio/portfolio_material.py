"""What a portfolio is made from: the report of the copy that may leave the record, and what goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cswo_eval.analysis.results import ItemResult
from cswo_eval.analysis.sufficiency import Sufficiency
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.framework.portfolio_models import PortfolioProfile
from cswo_eval.pages.report import Report
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearningClaim, Reflection


class Appendix(NamedTuple):
    """A file that goes with the portfolio, under a number and a name of its own."""

    number: int
    entry: str
    """The entry of the register it belongs to."""
    attachment: str
    file: str
    """Its name in the portfolio: 'appendix-03-E7-T1.pdf'. The name it came with may tell too much."""
    title: str
    left_out: str = ""
    """Why it is not in the portfolio after all, for its owner only; '' where it is."""


def numbers_by_entry(appendices: Iterable[Appendix]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the appendices that are in the portfolio, by the entry they belong to."""
    found: dict[str, tuple[int, ...]] = {}
    for one in appendices:
        if not one.left_out:
            found[one.entry] = (*found.get(one.entry, ()), one.number)
    return found


class GuardResult(NamedTuple):
    """What the confidentiality guard did for this portfolio, for its statement of anonymisation."""

    taken_out: int
    """Texts in which a mask stands, each counted once: the number that the owner is told as well."""
    accepted: int
    kept: int
    """Findings left in because the owner told the program to, without a reason each."""
    names: int | None
    """How many names of the owner's private table stood in the texts and were replaced; None where there is no table."""
    unchecked: tuple[tuple[str, str], ...]
    """Appendices that could not be read as text, each with why."""
    cleaned: int = 0
    """How many appendices are cleaned copies of what was attached."""
    uncleaned: tuple[str, ...] = ()
    """Appendices that are as they were attached, or not wholly clean, since they could not be cleaned."""


class PortfolioMaterial(NamedTuple):
    """Everything a portfolio is made from. Nothing private is in it."""

    report: Report
    profile: PortfolioProfile
    details: PortfolioDetails
    reflections: tuple[Reflection, ...]
    claims: tuple[PriorLearningClaim, ...]
    sufficiency: Sufficiency
    appendices: tuple[Appendix, ...]
    numbers_by_entry: Mapping[str, tuple[int, ...]]
    """Entry → the numbers of its appendices that are in the portfolio."""
    guard: GuardResult
    shows_levels: bool = True
    """Whether levels are shown at all: a profile that leaves the self-evaluation out does not tell them elsewhere."""

    @property
    def record(self) -> WholeRecord:
        """What the portfolio may tell of the record."""
        return self.report.copy.record

    def appendices_of(self, entry: str) -> str:
        """Return 'Appendix 3, 4' for the files of an entry that are in the portfolio; '' where there are none."""
        numbers = self.numbers_by_entry.get(entry, ())
        return f"Appendix {', '.join(map(str, numbers))}" if numbers else ""

    def result_for(self, competency: str) -> ItemResult | None:
        """Return the result that counts for a competency: its own, or its element's where that was answered as a whole."""
        own = self.report.analysis.item(competency)
        if own is not None and own.standing in ("rated", "no-chance", "not-applicable"):
            return own
        return self.report.analysis.item(competency.split(".")[0]) or own
