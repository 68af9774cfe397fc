"""What relations mean: moved to conclusions and inferences, made strict, and derived.

See https://argdown.org/syntax/#relations-between-arguments-and-statements and the interpretation
modes under https://argdown.org/guide/configuration.html.
"""

from collections.abc import Iterator
from typing import Final

from whyso.graph.formats.argdown.model import (
    Argument,
    EquivalenceClass,
    Inference,
    Node,
    Relation,
    Statement,
)

__all__ = ["derive", "interpret"]

_SYMMETRIC: Final = frozenset({"contrary", "contradictory"})
_BETWEEN_ARGUMENTS: Final = {
    "entails": "support",
    "contrary": "attack",
    "contradictory": "attack",
}


def interpret(
    relations: list[Relation],
    statements: dict[str, EquivalenceClass],
    *,
    moves_relations: bool = True,
    strict: bool = False,
) -> list[Relation]:
    """Return the relations that hold, each now ending where it belongs.

    What an argument with a premise-conclusion structure supports or attacks, its conclusion does;
    what undercuts it, undercuts its last inference. In strict mode statements entail each other or
    are contrary. An attack on an argument goes if it repeats one on a premise of it.
    """
    if moves_relations:
        moved = _moved(relations, statements)
        if moved is None:
            return relations
        relations = moved
    if strict:
        relations = _strict(relations)
    return _without_repetition(relations)


def _remove(relation: Relation) -> None:
    relation.start.relations.discard(relation)
    relation.end.relations.discard(relation)


def _moved(
    relations: list[Relation], statements: dict[str, EquivalenceClass]
) -> list[Relation] | None:
    """Return the relations after moving them; none, if a structure has no inference to undercut."""
    kept: list[Relation] = []
    for relation in relations:
        stays = True
        start, end = relation.start, relation.end
        if isinstance(start, Argument) and start.pcs:
            start.relations.discard(relation)
            conclusion = statements[start.pcs[-1].title or ""]
            relation.start = conclusion
            if conclusion.relations.reaches(end, relation.kind):
                end.relations.discard(relation)
                stays = False
            else:
                conclusion.relations.add(relation)
        if isinstance(end, Argument) and end.pcs and relation.kind == "undercut":
            inference = end.pcs[-1].inference
            if inference is None:
                return None
            _redirect(relation, inference)
            # The reference looks for the relation where it is not yet: the last one there goes.
            inference.relations.discard(relation)
            if any(
                other.start is relation.start and other.kind == relation.kind
                for other in inference.relations
            ):
                relation.start.relations.discard(relation)
                stays = False
            else:
                inference.relations.add(relation)
        if stays:
            kept.append(relation)
    return kept


def _redirect(relation: Relation, end: Node) -> None:
    for node in {id(node): node for node in (relation.start, relation.end)}.values():
        node.relations.redirect(relation, end)
    relation.end = end


def _strict(relations: list[Relation]) -> list[Relation]:
    kept: list[Relation] = []
    contrary: set[frozenset[int]] = set()
    for relation in relations:
        start, end = relation.start, relation.end
        if isinstance(start, EquivalenceClass) and isinstance(end, EquivalenceClass):
            if relation.kind == "support":
                relation.kind = "entails"
            elif relation.kind == "attack":
                pair = frozenset({id(start), id(end)})
                if pair in contrary:
                    _remove(relation)
                    continue
                contrary.add(pair)
                relation.kind = "contrary"
        kept.append(relation)
    return kept


def _without_repetition(relations: list[Relation]) -> list[Relation]:
    """Leave out attacks on arguments whose premises the attacker attacks already."""
    kept: list[Relation] = []
    premises: dict[int, set[str | None]] = {}
    attacked: dict[int, set[str]] = {}
    for relation in relations:
        start, end = relation.start, relation.end
        if (
            isinstance(start, EquivalenceClass)
            and isinstance(end, Argument)
            and relation.kind == "attack"
        ):
            if id(end) not in premises:
                premises[id(end)] = {s.title for s in end.pcs if s.role == "premise"}
            if id(start) not in attacked:
                attacked[id(start)] = {other.title for other in _attacked(start)}
            if not premises[id(end)].isdisjoint(attacked[id(start)]):
                _remove(relation)
                continue
        kept.append(relation)
    return kept


def _attacked(node: EquivalenceClass) -> Iterator[EquivalenceClass]:
    for relation in node.relations:
        other = _other(relation, node)
        if isinstance(other, EquivalenceClass) and (
            relation.kind in _SYMMETRIC or (relation.kind == "attack" and relation.start is node)
        ):
            yield other


def _other(relation: Relation, node: Node) -> Node:
    return relation.end if relation.start is node else relation.start


def derive(
    node: Node, statements: dict[str, EquivalenceClass], arguments: dict[str, Argument]
) -> list[Relation]:
    """Return the relations of *node* that follow from equivalent statements.

    A statement supports the arguments that it is a premise of, and is supported by those that
    conclude it. What it supports or attacks otherwise, it does to the arguments that have that as
    a premise; likewise an argument, by its conclusion. Between arguments, entailing is supporting
    and being contrary or contradictory is attacking.
    """
    return list(_derived(node, statements, arguments))


def _derived(
    node: Node, statements: dict[str, EquivalenceClass], arguments: dict[str, Argument]
) -> Iterator[Relation]:
    for relation in node.relations:
        other = _other(relation, node)
        if isinstance(other, Inference):
            yield Relation(relation.kind, relation.start, _argument_of(other, arguments))
        elif isinstance(other, EquivalenceClass):
            for statement in other.members:
                yield from _through(relation, node, statement, arguments)
    if isinstance(node, EquivalenceClass):
        for statement in node.members:
            if statement.role == "premise":
                yield Relation("support", node, _argument_of(statement, arguments))
            elif statement.role == "main-conclusion":
                yield Relation("support", _argument_of(statement, arguments), node)
    elif isinstance(node, Argument):
        yield from _of_argument(node, statements, arguments)


def _argument_of(said: Statement | Inference, arguments: dict[str, Argument]) -> Argument:
    return arguments[said.argument_title or ""]


def _through(
    relation: Relation, node: Node, statement: Statement, arguments: dict[str, Argument]
) -> Iterator[Relation]:
    """Yield what *relation* comes to for the argument that *statement*, at its other end, is in."""
    kind = _BETWEEN_ARGUMENTS.get(relation.kind, relation.kind)
    symmetric, outgoing = relation.kind in _SYMMETRIC, relation.start is node
    if (symmetric or outgoing) and statement.role == "premise":
        yield Relation(kind, node, _argument_of(statement, arguments))
    elif (symmetric or not outgoing) and statement.role == "main-conclusion":
        yield Relation(kind, _argument_of(statement, arguments), node)


def _of_argument(
    argument: Argument, statements: dict[str, EquivalenceClass], arguments: dict[str, Argument]
) -> Iterator[Relation]:
    for statement in argument.pcs:
        same = statements[statement.title or ""]
        for relation in [*same.relations, *_derived(same, statements, arguments)]:
            other = _other(relation, same)
            if other is argument:
                continue
            kind = _BETWEEN_ARGUMENTS.get(relation.kind, relation.kind)
            symmetric = relation.kind in _SYMMETRIC
            if statement.role == "premise" and (symmetric or relation.end is same):
                yield Relation(kind, other, argument)
            elif statement.role == "main-conclusion" and (symmetric or relation.start is same):
                yield Relation(kind, argument, other)
        if statement.inference:
            inference = statement.inference
            for relation in [*inference.relations, *_derived(inference, statements, arguments)]:
                yield Relation(relation.kind, relation.start, argument)
