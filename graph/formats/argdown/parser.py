"""Tokens to blocks, with recovery: a block with an error is kept as far as it was understood.

The grammar is that of https://argdown.org/syntax/ as @argdown/core 2.0.1 reads it, so that the
first error of a text stands where the reference has it. Reading goes on after the next empty line.
"""

from collections.abc import Callable
from dataclasses import dataclass

from whyso.graph.formats.argdown import tokens as kinds
from whyso.graph.formats.argdown.blocks import (
    Block,
    FrontMatter,
    Heading,
    InferenceLine,
    Link,
    Listing,
    Member,
    Pcs,
)
from whyso.graph.formats.argdown.tokens import LISTS, TEXTS, Token

__all__ = ["Fault", "read_blocks"]

_INLINE = TEXTS | {
    kinds.LINK,
    kinds.TAG,
    kinds.STATEMENT_MENTION,
    kinds.ARGUMENT_MENTION,
    kinds.NEWLINE,
}
_ARGUMENTS = frozenset({kinds.ARGUMENT_DEFINITION, kinds.ARGUMENT_REFERENCE})
_DEFINITIONS = frozenset({kinds.ARGUMENT_DEFINITION, kinds.STATEMENT_DEFINITION})
_TITLES = _ARGUMENTS | {kinds.STATEMENT_DEFINITION, kinds.STATEMENT_REFERENCE}
_STATEMENT_START = _INLINE | {
    kinds.RANGE_START,
    kinds.STATEMENT_DEFINITION,
    kinds.STATEMENT_REFERENCE,
}
_UNDERCUTS = frozenset({"_", "<_"})
_WITHOUT_EXTENT = frozenset({kinds.INDENT, kinds.DEDENT, kinds.END})


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of the text: where it stands, both counted from 1 in characters, and what to do."""

    line: int
    column: int
    message: str


class _BrokenBlock(Exception):
    """The block cannot be read on at *token*."""

    def __init__(self, token: Token, message: str) -> None:
        super().__init__(message)
        self.token, self.message = token, message


def read_blocks(tokens: list[Token]) -> tuple[list[Block], list[tuple[Token, str]]]:
    """Return the blocks of *tokens*, and each error as the token it was found at and its message.

    >>> from whyso.graph.formats.argdown.tokens import tokenize
    >>> blocks, errors = read_blocks(tokenize("# A\\n\\n[B]\\n  + <C>\\n\\n[D] text"))
    >>> [type(block).__name__ for block in blocks], [token.line for token, _ in errors]
    (['Heading', 'Member', 'Member'], [6])
    """
    reader = _Reader(tokens)
    reader.run()
    return reader.blocks, reader.errors


class _Reader:
    """One pass over tokens; the last token is the end of the text and is never passed."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0
        self.token, self.kind = tokens[0], tokens[0].kind
        self.previous = tokens[0]
        self.blocks: list[Block] = []
        self.errors: list[tuple[Token, str]] = []

    def run(self) -> None:
        self._recovering(self._front_matter)
        if self.errors:
            self._accept(kinds.EMPTY_LINE)
        while True:
            self._recovering(self._block)
            if self.kind is kinds.END:
                return
            self._next()

    def _recovering(self, read: Callable[[], None]) -> None:
        """Read something; after an error go on before the next empty line."""
        try:
            read()
        except _BrokenBlock as broken:
            self.errors.append((broken.token, broken.message))
            while self.kind is not kinds.EMPTY_LINE and self.kind is not kinds.END:
                self._next()

    def _next(self) -> Token:
        taken = self.token
        if taken.kind not in _WITHOUT_EXTENT:
            self.previous = taken
        self.at += 1
        self.token = self.tokens[self.at]
        self.kind = self.token.kind
        return taken

    def _accept(self, kind: str) -> Token | None:
        return self._next() if self.kind is kind else None

    def _expect(self, kind: str, advice: str) -> Token:
        if self.kind is not kind:
            raise self._broken(advice)
        return self._next()

    def _after(self) -> str:
        """Return the kind of the token after this one."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)].kind

    def _broken(self, advice: str) -> _BrokenBlock:
        shown = self.token.image.strip()
        shown = shown if len(shown) <= 40 else shown[:40] + "…"
        found = f"{self.kind} {shown!r}" if shown else self.kind
        return _BrokenBlock(self.token, f"{found} cannot stand here; {advice}")

    def _front_matter(self) -> None:
        self._accept(kinds.NEWLINE)
        self._accept(kinds.EMPTY_LINE)
        if self.kind is kinds.FRONT_MATTER:
            token = self._next()
            self.blocks.append(FrontMatter(token, token))
            self._accept(kinds.NEWLINE)
            self._expect(kinds.EMPTY_LINE, "leave a line empty after the front matter")

    def _block(self) -> None:
        kind = self.kind
        if kind is kinds.HEADING:
            self._heading()
        elif kind is kinds.NUMBER:
            self._pcs()
        elif kind is kinds.INDENT and self._after() in LISTS:
            self._listing()
        elif kind in _STATEMENT_START or kind in _ARGUMENTS:
            members: list[Member] = []
            try:
                self._member(members)
            finally:
                self.blocks += members
        else:
            raise self._broken(
                "begin a paragraph with text, a title, a number, a heading or a list"
            )
        if self.kind is not kinds.EMPTY_LINE and self.kind is not kinds.END:
            raise self._broken("leave a line empty before it, or escape it with a backslash")

    def _heading(self) -> None:
        block = Heading(self.token, self.token)
        self._next()
        try:
            self._content(block.content)
            block.data = self._accept(kinds.DATA)
            if block.data:
                self._accept(kinds.NEWLINE)
        finally:
            block.last = self.previous
            if block.content:
                self.blocks.append(block)

    def _content(self, content: list[Token]) -> None:
        """Read text into *content*, with bold and italic ranges that are closed."""
        opened: list[str] = []
        while True:
            if self.kind is kinds.RANGE_START:
                opened.append(self.token.image)
            elif self.kind is kinds.RANGE_END and opened:
                if opened.pop() != self.token.image.rstrip():
                    raise self._broken("close the range that was opened last")
            elif self.kind not in _INLINE:
                break
            content.append(self._next())
        if opened:
            sign = opened[-1]
            raise self._broken(f"close the range with {sign}, or write \\{sign[0]} for the sign")
        if not content:
            raise self._broken("write some text, or refer to a title without a colon")

    def _member(self, into: list[Member], *, only_statement: bool = False) -> Member:
        """Read a statement or argument with all below it; keep it even if an error follows."""
        member = self._head(into, only_statement=only_statement)
        if self.kind is kinds.INDENT:
            self._links(member)
        return member

    def _head(self, into: list[Member], *, only_statement: bool = False) -> Member:
        is_argument = self.kind in _ARGUMENTS
        if (only_statement and is_argument) or (
            not is_argument and self.kind not in _STATEMENT_START
        ):
            what = "a statement" if only_statement else "a statement or an argument"
            raise self._broken(f"write {what} here")
        member = Member(self.token, self.token, is_argument)
        defined = self.kind in _DEFINITIONS
        if self.kind in _TITLES:
            member.title = self._next()
        try:
            if member.title is None or defined:
                self._content(member.content)
            else:
                while self.kind is kinds.TAG:
                    member.loose.append(self._next())
                if self.kind is kinds.NEWLINE:
                    member.loose.append(self._next())
            member.data = self._accept(kinds.DATA)
            if member.data:
                member.after = self._accept(kinds.NEWLINE)
        finally:
            member.last = self.previous
            if member.content or not defined:
                into.append(member)
        return member

    def _links(self, root: Member | InferenceLine) -> None:
        """Read what is indented below *root*, however deep."""
        owners, fresh = [root], True
        self._next()
        try:
            while owners:
                symbol = self.token.image.strip(" \t'")
                if self.kind is kinds.RELATION and (
                    len(owners) > 1 or isinstance(root, Member) or symbol in _UNDERCUTS
                ):
                    self._next()
                    fresh = False
                    child = self._linked(owners[-1], symbol)
                    if self._accept(kinds.INDENT):
                        owners.append(child)
                        fresh = True
                elif self.kind is kinds.DEDENT and not fresh:
                    self._next()
                    owners.pop().last = self.previous
                else:
                    raise self._broken("write a relation here, or leave a line empty before it")
        finally:
            for owner in owners:
                owner.last = self.previous

    def _linked(self, owner: Member | InferenceLine, symbol: str) -> Member:
        children: list[Member] = []
        try:
            return self._head(children, only_statement=symbol == "><")
        finally:
            owner.links += [Link(symbol, child) for child in children]

    def _listing(self) -> None:
        self._next()
        block, kind = Listing(self.token, self.token), self.kind
        try:
            while self.kind is kind:
                self._next()
                self._member(block.items)
            self._expect(kinds.DEDENT, "leave a line empty after the list")
        finally:
            block.last = self.previous
            if block.items:
                self.blocks.append(block)

    def _pcs(self) -> None:
        block = Pcs(self.token, self.token)
        concluded = 0
        try:
            self._numbered(block)
            while self.kind is kinds.NUMBER or self.kind is kinds.INFERENCE_START:
                if self.kind is kinds.INFERENCE_START:
                    self._inference(block)
                    self._numbered(block)
                    concluded = len(block.steps)
                else:
                    self._numbered(block)
            if concluded < len(block.steps):
                raise self._broken("put ---- and a numbered conclusion after the premises")
        finally:
            block.last = self.previous
            self._keep(block, concluded)

    def _keep(self, block: Pcs, concluded: int) -> None:
        """Keep a structure up to its last conclusion, and what follows as plain statements."""
        rest = [step for step in block.steps[concluded:] if isinstance(step, Member)]
        del block.steps[concluded:]
        if block.steps:
            block.last = block.steps[-1].last
            self.blocks.append(block)
        if rest:
            self.blocks.append(Listing(rest[0].first, rest[-1].last, rest))

    def _numbered(self, block: Pcs) -> None:
        self._expect(kinds.NUMBER, "write a numbered statement, such as (1), without empty lines")
        members: list[Member] = []
        try:
            self._member(members, only_statement=True)
        finally:
            block.steps += members

    def _inference(self, block: Pcs) -> None:
        inference = InferenceLine(self.token, self.token)
        self._next()
        named = self.kind in TEXTS or (self.kind is kinds.NEWLINE and self._after() in TEXTS)
        if named:
            self._accept(kinds.NEWLINE)
            self._rule(inference)
            while self._accept(kinds.COMMA):
                self._rule(inference)
        self._accept(kinds.NEWLINE)
        inference.data = self._accept(kinds.DATA)
        if inference.data:
            self._accept(kinds.NEWLINE)
        self._expect(kinds.INFERENCE_END, "end the inference with two hyphens")
        self._expect(kinds.NEWLINE, "begin a new line after the inference")
        block.steps.append(inference)
        inference.last = self.previous
        if self.kind is kinds.INDENT:
            self._links(inference)

    def _rule(self, inference: InferenceLine) -> None:
        rule: list[Token] = []
        while self.kind in TEXTS:
            rule.append(self._next())
        if not rule:
            raise self._broken("name a rule of inference, or leave out the comma")
        inference.rules.append(rule)
