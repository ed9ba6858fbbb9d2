"""Read what the options of `evidence` say into values; everything that is wrong is said at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.setting import Setting
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.given_names import competency_or_element
from cswo_eval.record.models import Bearing
from cswo_eval.record.register_changes import LinkWish
from cswo_eval.text.days_as_typed import NotADate
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.when_as_typed import read_when, taken_as
from cswo_eval.text.when_kept import When


def past_day(text: str, today: date) -> When:
    """Return when something happened: a day, a month or a year, without its year the last such. Raises CswoEvalError."""
    try:
        return read_when(text, today)
    except NotADate as problem:
        raise CswoEvalError(str(problem)) from None


def tell_day(setting: Setting, given: str | None) -> None:
    """Say what --date was taken as, where that was not said in full."""
    said = taken_as(given, setting.today) if given is not None else ""
    if said:
        setting.terminal.say(said, "dim")


_LINK = re.compile(r"\s*([^\s:=]{1,20})\s*(?:[:=] ?(.*))?", re.DOTALL)


def link_wish(framework: Framework, given: str, bearing: Bearing | None, why: str | None) -> LinkWish:
    """Return the link that 'SD1.3' or 'SD1.3: why' asks for. `why` holds where it gives no reason. Raises CswoEvalError."""
    match = _LINK.fullmatch(given)
    if match is None:
        raise CswoEvalError('Begin with the id of a competency or element, as in "SD1.3: I wrote the advice myself".')
    reason = match[2] if match[2] is not None and match[2].strip() else why
    return LinkWish(competency_or_element(framework, match[1]), bearing, reason)


def link_wishes(
    mistakes: Mistakes,
    framework: Framework,
    given: Sequence[str],
    against: Sequence[str],
    why: str | None,
) -> tuple[LinkWish, ...]:
    """Return the links that --for and --against ask for; what is wrong goes to `mistakes`."""
    found = []
    options: tuple[tuple[str, Bearing, Sequence[str]], ...] = (
        ("--for", "supports", given),
        ("--against", "contradicts", against),
    )
    for option, bearing, texts in options:
        for text in texts:
            wish = mistakes.reading(option, link_wish, framework, text, bearing, why)
            if wish is not None:
                found.append(wish)
    if why is not None and not given and not against:
        mistakes.note("--why: say with --for or --against what it bears on.")
    return tuple(found)


def word_limit(text: str) -> int | None:
    """Return the limit in words that '1500', '1,500' or 'none' means; None for no limit. Raises CswoEvalError."""
    given = text.strip().lower().removesuffix("words").strip().replace(",", "").replace(" ", "")
    if given in ("none", "no", "0"):
        return None
    if not given.isascii() or not given.isdigit() or int(given) > 1_000_000:
        raise CswoEvalError("A limit is a number of words, such as 1500, or none.")
    return int(given)
