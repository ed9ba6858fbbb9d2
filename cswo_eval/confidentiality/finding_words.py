"""What a finding is called, why it matters and what to write instead: values, for whoever shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from cswo_eval.confidentiality.findings import Finding
from cswo_eval.framework.portfolio_models import Confidentiality


class FindingWords(NamedTuple):
    """The words for one finding."""

    name: str
    """The kind with its article: 'a postcode'; of a warning 'perhaps a postcode'."""
    why: str
    """Why it identifies somebody."""
    instead: str
    """What could stand in its place."""
    certain: bool
    """Whether it stops an export."""


def described(finding: Finding, rules: Confidentiality) -> FindingWords:
    """Return the words for a finding. A kind that the rules no longer have is called by its id."""
    for kind in rules.kinds:
        if kind.id == finding.kind:
            # Of a kind that is always a warning the name says so already.
            name = kind.name if finding.certain or not kind.certain else f"perhaps {kind.name}"
            return FindingWords(name, kind.why, kind.instead, finding.certain)
    return FindingWords(finding.kind, "It may identify somebody.", "Leave it out.", finding.certain)


def outcome(findings: Iterable[Finding], rules: Confidentiality) -> str:
    """Return one sentence on what was found and how often, or that nothing was. It never says that a text is safe."""
    counts = Counter(described(finding, rules).name for finding in findings)
    if not counts:
        return (
            "Not found: anything the check looks for. It cannot see everything: read it once more as a stranger would."
        )
    return (
        "Found: " + "; ".join(name if count == 1 else f"{name} ({count} times)" for name, count in counts.items()) + "."
    )
