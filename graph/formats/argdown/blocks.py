"""The blocks that an Argdown text is made of, before they mean anything.

Each keeps the tokens it was read from; ``first`` and ``last`` tell where it stands.
Relations nest as deep as they are indented, so walk them with :func:`walk`, which does not recurse.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from whyso.graph.formats.argdown.tokens import Token

__all__ = ["Block", "FrontMatter", "Heading", "InferenceLine", "Link", "Listing", "Member", "Pcs"]
__all__ += ["walk"]


@dataclass(slots=True)
class Link:
    """A relation as written: its symbol, and what stands behind it."""

    symbol: str
    member: "Member"


@dataclass(slots=True)
class Member:
    """A statement or an argument: the bracketed *title*, its text, metadata, relations below it.

    *loose* holds the tags and line breaks of a reference, which has no text; *after* the line
    break after the metadata.
    """

    first: Token
    last: Token
    is_argument: bool = False
    title: Token | None = None
    content: list[Token] = field(default_factory=list)
    loose: list[Token] = field(default_factory=list)
    data: Token | None = None
    after: Token | None = None
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class InferenceLine:
    """The line between premises and conclusion: the rules it names, metadata, what undercuts it."""

    first: Token
    last: Token
    rules: list[list[Token]] = field(default_factory=list)
    data: Token | None = None
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Pcs:
    """A premise-conclusion structure: numbered statements, inferences before the conclusions."""

    first: Token
    last: Token
    steps: list[Member | InferenceLine] = field(default_factory=list)


@dataclass(slots=True)
class Listing:
    """An ordered or unordered list of statements and arguments."""

    first: Token
    last: Token
    items: list[Member] = field(default_factory=list)


@dataclass(slots=True)
class Heading:
    """A heading, which opens a section."""

    first: Token
    last: Token
    content: list[Token] = field(default_factory=list)
    data: Token | None = None


@dataclass(slots=True)
class FrontMatter:
    """The settings before the text."""

    first: Token
    last: Token


Block = FrontMatter | Heading | Member | Pcs | Listing


def walk(links: list[Link]) -> Iterator[tuple[Link, bool]]:
    """Yield each link below some node twice: before (true) and after (false) those below it."""
    waiting = [(link, True) for link in reversed(links)]
    while waiting:
        link, entering = waiting.pop()
        yield link, entering
        if entering:
            waiting.append((link, False))
            waiting += [(below, True) for below in reversed(link.member.links)]
