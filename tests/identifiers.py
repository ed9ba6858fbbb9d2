"""Identifiers of nobody, made by rules of their own, and the many ways in which people write one."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence

from hypothesis import strategies as st
from stdnum import luhn
from stdnum.gb import nhs

from cswo_eval.confidentiality.all_rules import findings_in
from cswo_eval.confidentiality.findings import Finding
from cswo_eval.framework.portfolio_models import Confidentiality

NO_BREAK, NARROW, THIN, FIGURE = "\u00a0", "\u202f", "\u2009", "\u2007"
BLANKS = (" ", NO_BREAK, NARROW, THIN, FIGURE, "\t", "  ", "\u3000")
DASHES = ("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", " - ", "\uff0d")
WITHOUT_WIDTH = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f")
LINE_ENDS = ("\n", "\r\n", "\u2028", "\n    ")
ZEROS = ("\u0660", "\u06f0", "\u0966", "\uff10", "\U0001d7ce")
"""Nought in Arabic-Indic, Persian, Devanagari, full-width and bold figures."""


def seen(
    text: str, rules: Confidentiality, public_items: Sequence[str] = (), names: Sequence[str] = ()
) -> list[tuple[str, bool, str]]:
    """The kind, the certainty and the text of everything found, after a check of the law that every result keeps."""
    found = findings_in(text, rules, public_items, names)
    assert_in_order(text, found)
    return [(one.kind, one.certain, one.found) for one in found]


def assert_in_order(text: str, found: Iterable[Finding]) -> None:
    """Every finding is the text between its places; they come in order and none overlaps the next."""
    end = 0
    for one in found:
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.found
        end = one.end


def nhs_number(first_nine: str) -> str | None:
    """The NHS number that begins so, by python-stdnum; None where it says that none does."""
    return next((first_nine + digit for digit in "0123456789" if nhs.is_valid(first_nine + digit)), None)


def chi_numbers(first_nine: str) -> list[str]:
    """The CHI numbers that begin so: with the check digit of an NHS number, and with that of a bank card."""
    numbers = {first_nine + luhn.calc_check_digit(first_nine)}
    return sorted(numbers | ({number} if (number := nhs_number(first_nine)) else set()))


def in_other_figures(text: str, zero: str) -> str:
    """The text with its figures in another script."""
    return "".join(chr(ord(zero) + int(one)) if one in "0123456789" else one for one in text)


def grouped(figures: str, sizes: Iterable[int], gap: str) -> str:
    """The figures in groups of these sizes."""
    groups, done = [], 0
    for size in sizes:
        groups.append(figures[done : done + size])
        done += size
    assert done == len(figures)
    return gap.join(groups)


@st.composite
def first_nine_of_chi(draw: st.DrawFn) -> str:
    """Nine figures that begin with a date in a year that nobody has lived through."""
    year, month = draw(st.integers(0, 99)), draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(2000 + year, month)[1]))
    return f"{day:02}{month:02}{year:02}{draw(st.integers(0, 999)):03}"


@st.composite
def chi(draw: st.DrawFn) -> str:
    """A computed CHI number, with either check digit."""
    return draw(st.sampled_from(chi_numbers(draw(first_nine_of_chi()))))


@st.composite
def sizes_of(draw: st.DrawFn, total: int) -> tuple[int, ...]:
    """Group sizes that add up to `total`, in any way at all."""
    sizes: list[int] = []
    while sum(sizes) < total:
        sizes.append(draw(st.integers(1, total - sum(sizes))))
    return tuple(sizes)


@st.composite
def disguised(draw: st.DrawFn, text: str) -> str:
    """A text as a word processor may leave it: other figures, and characters without width between its own."""
    shown = in_other_figures(text, draw(st.sampled_from(("0", *ZEROS))))
    places = draw(
        st.lists(st.tuples(st.integers(1, max(1, len(shown) - 1)), st.sampled_from(WITHOUT_WIDTH)), max_size=3)
    )
    for place, sign in sorted(places, reverse=True):
        shown = shown[:place] + sign + shown[place:]
    return shown


WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "worker",
            "met",
            "her",
            "aunt",
            "and",
            "told",
            "him",
            "what",
            "was",
            "agreed",
            ":",
            "(",
            ")",
            ",",
            ";",
            "café",
            "naïve",
            "Þórr",
            "“said”",
            "…",
            "日本",
            "£",
            "%",
            "—",
            "she",
            "wrote",
            "it",
            "down",
        ]
    ),
    max_size=12,
).map(" ".join)
"""Prose without figures, in which nothing is to be found."""
