"""From RDF back to a nodeset: what was carried, if the graph still says it, and what is new."""

from dataclasses import dataclass, field
from typing import Any, Final

from whyso import ontology
from whyso.graph.formats.aif.additions import Additions
from whyso.graph.formats.aif.claims import Claims
from whyso.graph.formats.aif.contents import CREATED, LABEL, NAME, TYPE
from whyso.graph.formats.aif.facts import Facts
from whyso.graph.formats.aif.nodeset import Edge, Node, Nodeset
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.reading import numbers_of
from whyso.graph.formats.aif.schemes import DEFAULTS, numbered, spelled
from whyso.graph.formats.aif.skeleton import CARRIED, bare, fleshed
from whyso.graph.formats.aif.times import moment, written
from whyso.graph.formats.draft import carried, namespace_of
from whyso.graph.store import Store

__all__ = ["Restored", "restored"]

_SPEAKER: Final = ontology.ARG + "speaker"
_SCHEME: Final = ontology.ARG + "scheme"


@dataclass(slots=True)
class Restored:
    """A nodeset off a store.

    *place* tells which IRI an id has; *names* are the agents that get another IRI when what is
    written is read (that IRI to the one in the store); *whole* tells whether all of it was carried
    or whether some was made for the writing.

    >>> Restored(Nodeset(), Place("http://e/")).whole
    True
    """

    nodeset: Nodeset
    place: Place
    names: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    skeletons: int = 0


def restored(store: Store, *, lang: str = "en") -> Restored:
    """Return the nodeset of a store.

    What a reader of AIF carried comes back in its order and spelling; but texts, speakers, schemes
    and links are those of the graph, and what is gone from it is not written. Everything else
    becomes I, RA, CA, MA and L nodes with the usual illocutions.

    >>> from whyso.graph import sample
    >>> sorted({node.type for node in restored(sample().store).nodeset.nodes})
    ['CA', 'I', 'L', 'MA', 'RA', 'YA']
    """
    found = carried(store, CARRIED) if len(store.source_graphs()) > 0 else {}
    graphs = [graph.value for graph in store.source_graphs()]
    space = namespace_of(store)
    parts: list[tuple[str, Nodeset, Place]] = []
    for graph in graphs:
        whole = bare(found[graph]) if graph in found else None
        if whole is not None:
            nodeset, least = whole
            parts.append((graph, nodeset, Place(_space(found[graph], graph), least)))
    if len(parts) == 1:
        place = parts[0][2]
    else:
        leasts = [part[2].least for part in parts]
        known_leasts = [least for least in leasts if least is not None]
        local = len(known_leasts) < len(leasts)
        place = Place(space, None if local else max(known_leasts, default=0))
    everything = Facts(store)
    result = Restored(Nodeset(), place, skeletons=len(parts))
    covered: set[tuple[str, str, str]] = set()
    known: dict[str, str] = {}
    for graph, nodeset, home in parts:
        facts = everything if len(graphs) == 1 else Facts(store, [graph])
        kept, said = _kept(nodeset, home, facts, lang)
        covered |= said
        _merge(result.nodeset, kept, home, place, known, alone=len(parts) == 1)
    additions = Additions(result.nodeset, place, everything, covered, known, lang)
    additions.add()
    result.names, result.whole = additions.names, not additions.added
    result.nodeset.index()
    return result


def _space(said: Any, graph: str) -> str:
    space = said.get("space")
    if isinstance(space, str):
        return space
    if graph.startswith(ontology.GRAPH):
        return f"{ontology.ID}{graph.removeprefix(ontology.GRAPH)}/"
    return f"{graph}/"


def _kept(
    nodeset: Nodeset, place: Place, facts: Facts, lang: str
) -> tuple[Nodeset, set[tuple[str, str, str]]]:
    """Return what is still in the graph of a nodeset that was carried, and the triples it says."""
    iris = {node.id: place.iri(node) for node in nodeset.nodes}
    labels: dict[str, str] = {}
    times: dict[str, str] = {}
    for id, iri in iris.items():
        label = facts.text(iri, LABEL, lang)
        if label is not None:
            labels[id] = label
        time = facts.one(iri, CREATED)
        if time is not None and moment(written(time)) == time:
            times[id] = written(time)
    fleshed(nodeset, labels, times)
    claims = Claims(nodeset, place, numbers_of(nodeset))
    if _mended(claims, facts, iris, lang):
        nodeset.index()
        claims = Claims(nodeset, place, numbers_of(nodeset))
    gone: set[str] = set()
    cut: set[int] = set()
    covered: set[tuple[str, str, str]] = set()
    for one in claims.said:
        triple = one.subject, one.predicate, one.value
        if triple in facts.triples:
            covered.add(triple)
        elif one.predicate == TYPE:
            if not facts.all(one.subject, TYPE):
                gone.update(one.nodes)
        else:
            gone.update(one.nodes)
            cut.update(one.edges)
    if gone or cut:
        here = {node.id for node in nodeset.nodes}
        nodeset.nodes = [node for node in nodeset.nodes if node.id not in gone]
        nodeset.edges = [
            edge
            for at, edge in enumerate(nodeset.edges)
            if at not in cut and not ({edge.source, edge.target} & here & gone)
        ]
        nodeset.locutions = [one for one in nodeset.locutions if one.node not in gone]
        nodeset.index()
    return nodeset, covered


def _mended(claims: Claims, facts: Facts, iris: dict[str, str], lang: str) -> bool:
    """Let speakers and schemes be those of the graph; tell whether that changed anything."""
    told: dict[tuple[str, str], set[str]] = {}
    for one in claims.said:
        if one.predicate in (_SPEAKER, _SCHEME):
            told.setdefault((one.subject, one.predicate), set()).add(one.value)
    changed = False
    for node in claims.nodeset.nodes:
        iri = iris[node.id]
        if node.type == "L" and node.id in claims.texts:
            meant = facts.all(iri, _SPEAKER)
            if meant and set(meant) != told.get((iri, _SPEAKER), set()):
                before, _, behind = claims.texts[node.id]
                words = node.text[len(before) : len(node.text) - len(behind)]
                name = facts.text(meant[0], NAME, lang) or facts.text(meant[0], LABEL, lang)
                node.text = f"{name or 'Somebody'} : {words}"
                changed = True
        elif node.type in ("RA", "CA"):
            meant = facts.all(iri, _SCHEME)
            if set(meant) != told.get((iri, _SCHEME), set()):
                _reschemed(node, meant)
                changed = True
    return changed


def _reschemed(node: Node, schemes: list[str]) -> None:
    name, number = DEFAULTS[node.type]
    for scheme in schemes:
        found = numbered(scheme)
        if found is not None:
            name, number = found[0], found[1] or ""
            break
    node.text, node.scheme, node.scheme_id = spelled(name), name, number or None


def _merge(
    result: Nodeset,
    part: Nodeset,
    home: Place,
    place: Place,
    known: dict[str, str],
    *,
    alone: bool,
) -> None:
    """Put one source's nodeset to the others: a node that several have is one node."""
    if alone:
        result.nodes, result.edges, result.locutions = part.nodes, part.edges, part.locutions
        result.participants, result.extras = part.participants, part.extras
        known.update((home.iri(node), node.id) for node in part.nodes)
        return
    new: dict[str, str] = {}
    for node in part.nodes:
        iri = home.iri(node)
        if iri not in known:
            id, extras = place.node(iri)
            kept = {key: value for key, value in node.extras.items() if key != "nodeID"}
            known[iri] = id
            node.extras = kept | extras
            result.nodes.append(
                Node(
                    id,
                    node.type,
                    node.text,
                    node.scheme,
                    node.scheme_id,
                    node.timestamp,
                    node.extras,
                )
            )
        new[node.id] = known[iri]
    seen = {(edge.source, edge.target) for edge in result.edges}
    for edge in part.edges:
        ends = new.get(edge.source, edge.source), new.get(edge.target, edge.target)
        if ends not in seen:
            seen.add(ends)
            extras = {k: v for k, v in edge.extras.items() if k not in ("fromID", "toID")}
            result.edges.append(Edge(*ends, edge.id, extras))
    spoken = {one.node for one in result.locutions}
    for locution in part.locutions:
        locution.node = new.get(locution.node, locution.node)
        locution.extras = {k: v for k, v in locution.extras.items() if k != "nodeID"}
        if locution.node not in spoken:
            result.locutions.append(locution)
    people = {person.id for person in result.participants}
    result.participants += (person for person in part.participants if person.id not in people)
    for key, value in part.extras.items():
        old = result.extras.get(key)
        if isinstance(old, list) and isinstance(value, list):
            result.extras[key] = old + [one for one in value if one not in old]
        else:
            result.extras.setdefault(key, value)
