"""Blocks to a document: who is who, what role each statement plays, which section it is in.

Everything happens in the order of the text, so that untitled elements get the numbers that the
reference gives them. Broken YAML ends the reading, as it does in the reference; the error says so.
"""

from collections.abc import Callable
from typing import Any, Final

from whyso.graph.formats.argdown.blocks import (
    Block,
    FrontMatter,
    Heading,
    InferenceLine,
    Link,
    Listing,
    Member,
    Pcs,
    walk,
)
from whyso.graph.formats.argdown.metadata import MISSING, MetadataError, load, merged
from whyso.graph.formats.argdown.model import (
    Argument,
    EquivalenceClass,
    Inference,
    Node,
    Place,
    Relation,
    Section,
    Statement,
)
from whyso.graph.formats.argdown.settings import Settings, front_matter_text, metadata_text
from whyso.graph.formats.argdown.tokens import Token
from whyso.graph.formats.argdown.wording import SPACES, Scribe, Wording, title_in

__all__ = ["Builder"]

_KINDS: Final = {"+": "support", "-": "attack", "_": "undercut", "><": "contradictory"}


class _Stopped(Exception):
    """Nothing is read any more."""


class Builder:
    """Builds up statements, arguments, relations, sections and tags from blocks.

    >>> from whyso.graph.formats.argdown.parser import read_blocks
    >>> from whyso.graph.formats.argdown.tokens import tokenize
    >>> builder = Builder()
    >>> builder.run(read_blocks(tokenize("[A]: x\\n  - <B>"))[0])
    >>> [(r.start.title, r.kind, r.end.title) for r in builder.relations]
    [('B', 'attack', 'A')]
    """

    def __init__(self) -> None:
        self.statements: dict[str, EquivalenceClass] = {}
        self.arguments: dict[str, Argument] = {}
        self.relations: list[Relation] = []
        self.sections: list[Section] = []
        self.front_matter: Any = MISSING
        self.settings = Settings({})
        self.scribe = Scribe()
        self.faults: list[tuple[Token, int, str]] = []
        self._untitled = 0
        self._section: Section | None = None
        self._inference: Inference | None = None
        self._known: set[tuple[int, int, str]] = set()

    def run(self, blocks: list[Block]) -> None:
        """Read *blocks* in order."""
        before: Block | None = None
        described: tuple[Argument, Statement] | None = None
        try:
            for block in blocks:
                described = self._block(block, described)
                before = block
        except _Stopped:
            before = None
        self.faults += [(token, 0, message) for token, message in self.scribe.faults]
        section = self._section if before else None
        while section and before:
            section.last = (before.last.end_line, before.last.end_column)
            section.closed_by_heading = False
            section = section.parent

    def _block(
        self, block: Block, described: tuple[Argument, Statement] | None
    ) -> tuple[Argument, Statement] | None:
        """Read one block; return the argument it describes, if it does only that."""
        match block:
            case FrontMatter():
                self._front_matter(block)
            case Heading():
                self._heading(block)
            case Member():
                statement, node = self._member(block, top=True)
                if isinstance(node, Argument):
                    return node, statement
            case Listing():
                for item in block.items:
                    self._member(item)
            case Pcs():
                self._pcs(block, described)
        return None

    def _load(self, token: Token, part: tuple[str, int]) -> Any:
        text, skipped = part
        try:
            return load(text)
        except MetadataError as error:
            message = f"broken YAML ({error.reason}); nothing after it is read"
            self.faults.append((token, skipped + error.place, message))
            raise _Stopped from None

    def _data(self, token: Token | None) -> Any:
        if token is None:
            return MISSING
        return self._load(token, metadata_text(token.image, blocks=self.settings.block_metadata))

    def _front_matter(self, block: FrontMatter) -> None:
        self.front_matter = self._load(block.first, front_matter_text(block.first.image))
        if isinstance(self.front_matter, dict):
            self.settings = Settings(self.front_matter)
            self.scribe = Scribe(
                without_tags=self.settings.without_tags, shortcodes=self.settings.shortcodes
            )

    def _title(self) -> str:
        self._untitled += 1
        return f"Untitled {self._untitled}"

    def _heading(self, block: Heading) -> None:
        wording = Wording("")
        self.scribe.write(block.content, wording)
        data = self._data(block.data)
        section = Section(
            id=f"s{len(self.sections) + 1}",
            level=len(block.first.image) - 1,
            title=(wording.text or "").strip(SPACES),
            ranges=wording.ranges,
            tags=list(wording.tags),
            data=data,
            first=(block.first.line, block.first.column),
        )
        self.settings.flag(section)
        above = self._section
        while above and above.level >= section.level:
            above.last = (block.first.line - 1, 0)
            above.closed_by_heading = True
            above = above.parent
        section.parent = above
        self.sections.append(section)
        self._section = section

    def _statement_class(self, title: str) -> EquivalenceClass:
        return self.statements.setdefault(title, EquivalenceClass(title))

    def _argument(self, title: str) -> Argument:
        return self.arguments.setdefault(title, Argument(title))

    def _node(self, statement: Statement, is_argument: bool) -> EquivalenceClass | Argument:
        """Return what *statement* belongs to; it gets a title if it has none."""
        if not statement.title:
            statement.title = self._title()
        find: Callable[[str], Any] = self._argument if is_argument else self._statement_class
        node: EquivalenceClass | Argument = find(statement.title)
        return node

    def _member(
        self, block: Member, *, top: bool = False
    ) -> tuple[Statement, EquivalenceClass | Argument]:
        """Read a statement or argument with everything below it."""
        statement = self._enter(block, "top-level-statement" if top else None, top=top)
        self._below(block.links, lambda: self._node(statement, block.is_argument))
        return statement, self._leave(block, statement)

    def _below(self, links: list[Link], root: Callable[[], Node]) -> None:
        """Read the relations below *root*, which is asked for only if there are some."""
        if not links:
            return
        owners: list[Node] = [root()]
        statements: list[tuple[Statement, Node]] = []
        for link, entering in walk(links):
            child = link.member
            if entering:
                # The reference takes the last inference, wherever it was, for what is undercut.
                target = owners[-1]
                if link.symbol in ("_", "<_") and isinstance(target, EquivalenceClass):
                    target = self._inference or target
                statement = self._enter(child, "relation-statement")
                statements.append((statement, target))
                if child.links:
                    owners.append(self._node(statement, child.is_argument))
            else:
                if child.links:
                    owners.pop()
                statement, target = statements.pop()
                self._relate(link.symbol, target, self._leave(child, statement))

    def _relate(self, symbol: str, parent: Node, child: Node) -> None:
        kind = _KINDS[symbol if symbol == "><" else symbol.strip("<>")]
        downward = symbol.endswith((">", "><")) and symbol != "<"
        start, end = (parent, child) if downward else (child, parent)
        if (id(start), id(end), kind) in self._known:
            return
        if kind == "contradictory" and (id(end), id(start), kind) in self._known:
            return
        self._known |= {(id(start), id(end), kind), (id(end), id(end), kind)}
        relation = Relation(kind, start, end)
        self.relations.append(relation)
        start.relations.add(relation)
        end.relations.add(relation)

    def _enter(self, block: Member, role: str | None, *, top: bool = False) -> Statement:
        """Read what a statement or an argument says, without what is below it."""
        statement = Statement(role=role)
        wording = Wording()
        if block.is_argument:
            wording = Wording("")
            statement.role, statement.is_top_level = "argument-description", top
        elif top:
            statement.is_top_level = True
        if block.title is not None:
            image = block.title.image
            statement.title = title_in(image, image[0])
            statement.is_reference = statement.title is not None and not image.endswith(":")
        self.scribe.write(block.content, wording)
        self.scribe.write(block.loose, wording, goes_on=bool(block.data or block.links))
        statement.data = self._data(block.data)
        if block.after and block.links:
            self.scribe.space(wording)
        statement.text = wording.text
        statement.ranges, statement.tags = wording.ranges, list(wording.tags)
        return statement

    def _leave(self, block: Member, statement: Statement) -> EquivalenceClass | Argument:
        """Enter a statement that is complete under its title."""
        statement.place = _place(block)
        node = self._node(statement, block.is_argument)
        node.tags.update(dict.fromkeys(statement.tags))
        data = statement.data
        if _holds(data):
            node.data = merged(node.data, data)
        statement.section = self._section
        node.members.append(statement)
        in_group = data.get("isInGroup", MISSING) if isinstance(data, dict) else MISSING
        unplaced = not statement.is_reference and in_group is MISSING and node.section is None
        if in_group is True or unplaced:
            node.section = statement.section
        if isinstance(node, EquivalenceClass) and statement.role:
            use = "TopLevel" if statement.role == "top-level-statement" else "Relation"
            node.uses[f"{use}Statement"] = True
        return node

    def _pcs(self, block: Pcs, described: tuple[Argument, Statement] | None) -> None:
        if described and described[0].pcs:
            title = described[0].title
            message = f"the argument {title!r} has a premise-conclusion structure already"
            self.faults.append((block.first, 0, f"{message}; give this one another title"))
            described = None
        argument = described[0] if described else Argument(self._title())
        # A title that somebody wrote like those of untitled arguments is taken over.
        self.arguments[argument.title] = argument
        if described:
            described[1].pcs = argument.pcs
        if self._section:
            argument.section = self._section
        inference: Inference | None = None
        for step in block.steps:
            if isinstance(step, InferenceLine):
                inference = self._infer(step)
                continue
            statement, node = self._member(step)
            if not isinstance(node, EquivalenceClass):
                continue
            statement.role, statement.argument_title = "premise", argument.title
            if inference:
                statement.role, statement.inference = "intermediary-conclusion", inference
                inference.conclusion_index = len(argument.pcs)
                inference.argument_title = argument.title
                node.uses["IntermediaryConclusion"] = True
                node.intermediary += 1
            else:
                node.uses["Premise"] = True
            argument.pcs.append(statement)
            inference = None
        self._conclude(argument)
        argument.place = _place(block)

    def _conclude(self, argument: Argument) -> None:
        """Make the last statement of a structure its main conclusion."""
        last = argument.pcs[-1]
        last.role = "main-conclusion"
        node = self.statements[last.title or ""]
        node.uses["MainConclusion"] = True
        node.intermediary -= 1
        if not node.intermediary:
            node.uses["IntermediaryConclusion"] = False

    def _infer(self, block: InferenceLine) -> Inference:
        inference = self._inference = Inference(_place(block))
        for rule in block.rules:
            text = "".join(self.scribe.plain(token) for token in rule)
            inference.rules.append(text.strip(SPACES))
        data = self._data(block.data)
        self._below(block.links, lambda: inference)
        inference.data = data
        return inference


def _place(block: Member | Pcs | InferenceLine) -> Place:
    first, last = block.first, block.last
    return first.line, first.column, last.end_line, last.end_column


def _holds(data: Any) -> bool:
    """Tell whether ECMAScript takes *data* for true."""
    return data is not MISSING and (isinstance(data, dict | list) or bool(data))
