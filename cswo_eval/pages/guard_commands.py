"""Which command changes a text, from the place it stands in."""

from __future__ import annotations

import re

from cswo_eval.confidentiality.record_texts import Place

_COMMANDS = (
    (r"round/[^/]+/answers/(?P<id>[^/]+)/.*", "cswo-eval assess --go {id}"),
    (r"evidence/entries/(?P<id>[^/]+)/attachments/(?P<file>[^/]+)/.*", "cswo-eval evidence edit {id} --replace {file} FILE"),
    (r"(?:evidence/entries|reflection)/(?P<id>[^/]+)/links/(?P<item>[^/]+)/.*", "cswo-eval evidence link {id} {item} --why TEXT"),
    (r"evidence/entries/(?P<id>[^/]+)/.*", "cswo-eval evidence edit {id}"),
    (r"plan/[^/]+/actions/(?P<id>[^/]+)/.*", "cswo-eval plan edit {id}"),
    (r"review/[^/]+/(?P<id>\d+)/.*", "cswo-eval plan review {id}"),
    (r"reflection/(?P<id>[^/]+)/.*", "cswo-eval evidence reflect {id}"),
    (r"prior-learning/claims/(?P<id>[^/]+)/.*", "cswo-eval portfolio claim {id}"),
    (r"tool/[^/]+/(?P<id>[^/]+)/.*", "cswo-eval tool run {id}"),
    (r"portfolio/contract_(?:help|time)", "cswo-eval portfolio contract"),
    (r"portfolio/(?P<id>student|programme|module|adviser)", "cswo-eval portfolio set --{id} TEXT"),
)  # fmt: skip
_EARLIER = re.compile(r"the (?:round|plan) of \d|the review of day \d+ of an earlier plan")


def command_that_changes(place: Place) -> str:
    """Return the command with which the owner changes the text that stands there; '' where there is none.

    Earlier rounds and plans are as they were then: no command changes them.
    """
    if _EARLIER.match(place.said):
        return ""
    for pattern, command in _COMMANDS:
        found = re.fullmatch(pattern, place.id, re.DOTALL)
        if found:
            return command.format(**found.groupdict())
    return ""
