"""From a nodeset to RDF: what every dialect's reader ends with."""

from typing import Any

from whyso import ontology
from whyso.graph.formats.aif.claims import Claims
from whyso.graph.formats.aif.nodeset import AIF, Nodeset
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.skeleton import CARRIED, bones
from whyso.graph.formats.aif.speakers import bookkeeping
from whyso.graph.formats.draft import Draft

__all__ = ["numbers_of", "say", "without_analysts"]


def say(
    nodeset: Nodeset,
    draft: Draft,
    *,
    least: int | None = 0,
    analysts: bool = True,
    skeleton: bool = True,
) -> Claims:
    """Write a nodeset down as RDF, with rows for what is repaired.

    Args:
        nodeset: the nodes and edges.
        draft: where to write.
        least: the smallest number that counts as an id of AIFdb; None if ids are local.
        analysts: whether to keep the locutions by which analysts keep their books.
        skeleton: whether to carry what the way back needs, and AIF's own words for dialogue.

    >>> from whyso.graph.formats.aif.nodeset import Node
    >>> draft = Draft("aif-json", name="tea.json")
    >>> _ = say(Nodeset([Node("7", "I", "Tea is hot.")]), draft)
    >>> draft.finish()[1].kept["statements"]
    1
    """
    if not analysts:
        nodeset = without_analysts(nodeset, draft)
    claims = Claims(nodeset, Place(draft.space, least), numbers_of(nodeset))
    for said in claims.said:
        if not skeleton and _is_dialogue(said.predicate, said.value):
            continue
        if not said.kind:
            draft.link(said.subject, said.predicate, said.value)
        elif said.kind == "@":
            if skeleton or said.subject not in claims.unworded:
                draft.text(said.subject, said.predicate, said.value)
        elif skeleton:
            draft.value(said.subject, said.predicate, said.value, said.kind)
    for row in claims.approximated.rows():
        draft.approximated.add(row.what, row.why, *row.ids, triples=0)
    if skeleton:
        draft.prefixes["aif"] = AIF
        carried = bones(claims)
        if draft.graph != ontology.GRAPH + draft.space.removeprefix(ontology.ID).rstrip("/#"):
            carried["space"] = draft.space
        draft.carry(draft.graph, carried, CARRIED)
    return claims


def _is_dialogue(predicate: str, value: str) -> bool:
    return predicate.startswith(AIF) or value.startswith(AIF)


def without_analysts(nodeset: Nodeset, draft: Draft | None = None) -> Nodeset:
    """Return a nodeset without the locutions by which analysts keep their books.

    Their illocutions of Analysing go with them; a row of the account tells how many.

    >>> from whyso.graph.formats.aif.nodeset import Node
    >>> said = [Node("1", "L", "Ana : tea"), Node("2", "L", "Chris: Ana : tea")]
    >>> [node.id for node in without_analysts(Nodeset(said)).nodes]
    ['1']
    """
    gone = set(bookkeeping(nodeset))
    for id in list(gone):
        gone.update(
            ya.id
            for ya in nodeset.out_of(id)
            if ya.type == "YA" and all(anchor.id in gone for anchor in nodeset.into(ya.id))
        )
    if not gone:
        return nodeset
    if draft is not None:
        why = "an analyst's bookkeeping, left out as was asked"
        draft.dropped.add("L", why, *sorted(gone), triples=0)
    return Nodeset(
        [node for node in nodeset.nodes if node.id not in gone],
        [edge for edge in nodeset.edges if edge.source not in gone and edge.target not in gone],
        [locution for locution in nodeset.locutions if locution.node not in gone],
        nodeset.participants,
        nodeset.extras,
        nodeset.wrapper,
    )


def numbers_of(nodeset: Nodeset) -> dict[str, str]:
    """Return the numbers of schemes that a list beside the nodes tells, by id of the node.

    >>> numbers_of(Nodeset(extras={"schemefulfillments": [{"nodeID": 7, "schemeID": 15}]}))
    {'7': '15'}
    """
    listed: Any = nodeset.extras.get("schemefulfillments")
    if not isinstance(listed, list):
        return {}
    return {
        str(row["nodeID"]): str(row["schemeID"])
        for row in listed
        if isinstance(row, dict) and "nodeID" in row and "schemeID" in row
    }
