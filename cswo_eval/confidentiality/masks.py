"""A text with what was found in it taken out: for the copy that somebody else reads."""

from __future__ import annotations

from collections.abc import Iterable

from cswo_eval.confidentiality.findings import Finding
from cswo_eval.framework.portfolio_models import Confidentiality


def masked(text: str, findings: Iterable[Finding], rules: Confidentiality) -> str:
    """Return the text with each finding replaced by the mask of its kind, such as '[postcode]'; the rest as it was.

    The findings are those of this very text, in any order; where two overlap, both go and the first one's mask stands.
    A kind that the rules do not have is masked by its own name.
    """
    masks = {kind.id: kind.mask for kind in rules.kinds}
    parts, done = [], 0
    for finding in sorted(findings, key=lambda one: (one.start, -one.end)):
        if finding.start >= done:
            parts += [text[done : finding.start], masks.get(finding.kind, f"[{finding.kind}]")]
        done = max(done, finding.end)
    return "".join([*parts, text[done:]])
