"""The options that several commands of `evidence` share."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

EntryArgument = Annotated[str, typer.Argument(metavar="ID", help="The entry, such as E3.")]
TitleOption = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is called.")]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Such as document or feedback.")]
DateOption = Annotated[
    str | None,
    typer.Option(
        "--date",
        metavar="DATE",
        help="When it happened, not when you write it down: a day, a month or a year, such as 14/9/2026, last month or 2023.",
    ),
]


class EntryTexts(NamedTuple):
    """The texts of an entry beside its title: an option for each, called as its field is."""

    my_part: Annotated[str | None, typer.Option("--my-part", metavar="TEXT", help="What your own part was.")] = None
    shows: Annotated[str | None, typer.Option("--shows", metavar="TEXT", help="What it shows.")] = None
    confirmer: Annotated[
        str | None, typer.Option("--confirmer", metavar="ROLE", help="Who could confirm it: by role, not by name.")
    ] = None

    @property
    def given(self) -> dict[str, str]:
        """Those that were given."""
        return {name: text for name, text in self._asdict().items() if text is not None}


NO_TEXTS = EntryTexts()


ForOption = Annotated[
    tuple[str, ...],
    typer.Option("--for", metavar="ID", help='What it bears on: SD1.3, or "SD1.3: why"; may be repeated.'),
]
AgainstOption = Annotated[
    tuple[str, ...],
    typer.Option("--against", metavar="ID", help="The same, where it speaks against you; may be repeated."),
]
WhyOption = Annotated[
    str | None, typer.Option("--why", metavar="TEXT", help="Why it bears on what is named without a reason of its own.")
]
TagOption = Annotated[
    tuple[str, ...],
    typer.Option("--tag", metavar="TAG", help="A heading it serves as well, such as cpl:protection; may be repeated."),
]
AttachOption = Annotated[
    tuple[str, ...], typer.Option("--attach", metavar="FILE", help="A file to copy into the record; may be repeated.")
]
PrivateOrNot = Annotated[
    bool | None, typer.Option("--private/--not-private", help="Whether it is left out of what you share.")
]
