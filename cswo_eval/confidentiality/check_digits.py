"""The arithmetic that tells a real number from one that only looks like it. Each takes the figures as ASCII text."""

from __future__ import annotations

_TEN_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)
_CANDIDATE_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def modulus_eleven(first_nine: str) -> int | None:
    """Return the check digit of a CHI or NHS number's first nine figures; None where no number begins so."""
    digit = 11 - sum(weight * int(figure) for weight, figure in zip(_TEN_WEIGHTS, first_nine, strict=True)) % 11
    return None if digit == 10 else digit % 11


def modulus_ten(first_nine: str) -> int:
    """Return the check digit (Luhn) of CHI numbers issued from 2026 for birth dates that ran out of the other kind."""
    total = 0
    for place, figure in enumerate(first_nine):
        value = int(figure) * (2 if place % 2 == 0 else 1)  # the 9th, 7th, 5th, 3rd and 1st are doubled
        total += value - 9 if value > 9 else value
    return -total % 10


def begins_with_a_date(figures: str) -> bool:
    """Whether the first six figures are a day, month and year of some century."""
    day, month, year = int(figures[:2]), int(figures[2:4]), int(figures[4:6])
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return False
    return (day, month) != (29, 2) or year % 4 == 0


def is_chi(figures: str) -> bool:
    """Whether ten figures are a CHI number: a date of birth, and either of the two check digits."""
    if len(figures) != 10 or not begins_with_a_date(figures):
        return False
    return int(figures[9]) in (modulus_eleven(figures[:9]), modulus_ten(figures[:9]))


def is_nhs(figures: str) -> bool:
    """Whether ten figures pass the NHS number's check. One figure ten times over does too, and is nobody's."""
    return len(figures) == 10 and len(set(figures)) > 1 and int(figures[9]) == modulus_eleven(figures[:9])


def candidate_digit(first_eight: str) -> int | None:
    """Return the check digit of a Scottish Candidate Number's first eight figures; None where no number begins so."""
    rest = sum(weight * int(figure) for weight, figure in zip(_CANDIDATE_WEIGHTS, first_eight, strict=True)) % 11
    return None if rest == 1 else (11 - rest) % 11


def is_candidate_number(figures: str) -> bool:
    """Whether nine figures pass the Scottish Candidate Number's check. One in eleven of all does."""
    return len(figures) == 9 and int(figures[8]) == candidate_digit(figures[:8])
