"""A document as the JSON that @argdown/core exports, without its map and its colours."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from whyso.graph.formats.argdown.metadata import MISSING
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

if TYPE_CHECKING:
    from whyso.graph.formats.argdown.document import Document

__all__ = ["to_json"]

_TYPES = {EquivalenceClass: "equivalence-class", Argument: "argument", Inference: "inference"}
_PLACES = ("startLine", "startColumn", "endLine", "endColumn")
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def to_json(document: "Document") -> dict[str, Any]:
    """Return *document* as :meth:`Document.to_json` says."""
    said: dict[str, Any] = {
        "arguments": {t: _argument(a) for t, a in document.arguments.items()},
        "statements": {t: _equivalence_class(s) for t, s in document.statements.items()},
        "relations": [_relation(relation) for relation in document.relations],
        "sections": _sections(document),
        "tags": {tag: _tag(tag, index) for index, tag in enumerate(document.tags)},
    }
    if document.front_matter is not MISSING:
        said["frontMatter"] = document.front_matter
    return said


def _kept(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said without what is missing, or is an empty list of tags or ranges."""
    return {
        key: value
        for key, value in said.items()
        if value is not MISSING
        and (value is not None or key == "data")
        and not (value == [] and key in ("tags", "ranges"))
    }


def _placed(place: Place | None) -> dict[str, Any]:
    return dict(zip(_PLACES, place, strict=True)) if place else {}


def _statement(statement: Statement) -> dict[str, Any]:
    said = {
        "type": "statement",
        "role": statement.role,
        "text": statement.text,
        **_placed(statement.place),
        "isTopLevel": statement.is_top_level,
        "title": statement.title,
        "isReference": statement.is_reference or None,
        "argumentTitle": statement.argument_title,
        "ranges": statement.ranges,
        "tags": statement.tags,
        "data": statement.data,
        "section": statement.section.id if statement.section else None,
        "inference": _inference(statement.inference) if statement.inference else None,
    }
    if statement.pcs is not None:
        said["pcs"] = [_statement(step) for step in statement.pcs]
    return _kept(said)


def _inference(inference: Inference) -> dict[str, Any]:
    return _kept(
        {
            "type": "inference",
            "relations": [_relation(relation) for relation in inference.relations],
            "inferenceRules": inference.rules,
            **_placed(inference.place),
            "conclusionIndex": inference.conclusion_index,
            "argumentTitle": inference.argument_title,
            "data": inference.data,
        }
    )


def _node(node: Argument | EquivalenceClass) -> dict[str, Any]:
    return {
        "type": _TYPES[type(node)],
        "title": node.title,
        "relations": [_relation(relation) for relation in node.relations],
        "members": [_statement(statement) for statement in node.members],
        "tags": list(node.tags),
        "data": node.data,
        "section": node.section.id if node.section else None,
    }


def _argument(argument: Argument) -> dict[str, Any]:
    steps = [_statement(step) for step in argument.pcs]
    return _kept({**_node(argument), "pcs": steps, **_placed(argument.place)})


def _equivalence_class(node: EquivalenceClass) -> dict[str, Any]:
    return _kept({**_node(node), **{f"isUsedAs{use}": said for use, said in node.uses.items()}})


def _relation(relation: Relation) -> dict[str, Any]:
    said: dict[str, Any] = {"type": "relation", "relationType": relation.kind}
    for name, node in (("from", relation.start), ("to", relation.end)):
        said |= _end(name, node)
    if isinstance(relation.end, Inference):
        said["to"] = relation.end.argument_title
        said["conclusionIndex"] = relation.end.conclusion_index
    return {key: value for key, value in said.items() if value is not None}


def _end(name: str, node: Node) -> dict[str, Any]:
    title = None if isinstance(node, Inference) else node.title
    return {name: title, f"{name}Type": _TYPES[type(node)]}


def _sections(document: "Document") -> list[dict[str, Any]]:
    """Return the sections that are in no other, with those in them."""
    deepest = max((section.level for section in document.sections), default=0)
    top: list[dict[str, Any]] = []
    written: dict[int, dict[str, Any]] = {}
    for section in document.sections:
        said = _section(section, deepest - document.group_depth + 1)
        written[id(section)] = said
        (written[id(section.parent)]["children"] if section.parent else top).append(said)
    return top


def _section(section: Section, lowest_group: float) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": "section",
        "id": section.id,
        "level": section.level,
        "title": section.title,
        "children": [],
        "startLine": section.first[0],
        "startColumn": section.first[1],
        "data": section.data,
        "isGroup": section.level >= lowest_group,
        **section.flags,
        "parent": section.parent.id if section.parent else None,
        "tags": section.tags,
    }
    if section.last:
        said["endLine"], said["endColumn"] = section.last
    said = _kept(said) | {"ranges": section.ranges}
    return said | {"endOffset": None} if section.closed_by_heading else said


def _tag(tag: str, index: int) -> dict[str, Any]:
    name = "".join(
        "-" if letter.isspace() else letter
        for letter in f"tag-{tag}".lower().translate(_LETTERS)
        if letter.isspace() or letter == "-" or (letter.isascii() and letter.isalnum())
    )
    return {"tag": tag, "cssClass": name, "occurrenceIndex": index}
