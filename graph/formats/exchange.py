"""The networkx graph on its way to other programs and back.

Going out, the labels are turned to the reader's language, agents get their names, and every edge
says its role and the named graph it is stated in; where a verdict is written down, claims say what
it is. Coming back, :func:`restore` takes that off.
"""

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from whyso import ontology
from whyso.graph.formats.account import Row, Rows
from whyso.graph.model.reading import Reader
from whyso.graph.network import REVERSED, STEPS

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.model import ArgumentGraph

__all__ = ["EVERYTHING", "JUDGED", "PREDICATES", "SHOWN", "VERDICTS", "counts", "curie", "flat"]
__all__ += ["local", "lost", "outgoing", "restore"]

# Node attribute to the property it stands for; an attribute label_<language> is a rdfs:label too.
PREDICATES: Final[dict[str, str]] = {
    "kind": "rdf:type",
    "label": "rdfs:label",
    "status": "arg:status",
    "certainty": "arg:certainty",
    "confidence": "arg:confidence",
    "asserted_by": "arg:assertedBy",
    "speaker": "arg:speaker",
}
# All that a node can say, for :func:`lost`: further languages, named graph and verdict too.
EVERYTHING: Final = frozenset({*PREDICATES, "labels", "source", "verdict", "strength"})
_FIRST: Final = ("name", "kind", "label", "lang")
_LAST: Final = (
    *("status", "certainty", "confidence", "verdict", "strength"),
    *("asserted_by", "asserted_by_name"),
    *("speaker", "speaker_name", "source", "rdf"),
)
_NODE: Final = frozenset({*PREDICATES, "lang", "source", "rdf"})
# What is added for other programs.
SHOWN: Final = frozenset({"name", "asserted_by_name", "speaker_name"})
# What a claim says of the verdict on it.
JUDGED: Final = ("verdict", "strength")
# What an account calls the verdicts.
VERDICTS: Final = "verdicts"
_NODE_SHOWN: Final = SHOWN | {"id", "value", "iri"}
_EDGE_SHOWN: Final = frozenset({"id", "key", "role", "graph", "source", "target", "interaction"})
_GRAPH: Final = frozenset(
    {"rdf", "prefixes", "names", VERDICTS, "stale", "standpoint"}
    | {"node_default", "edge_default", "name"}
)


def outgoing(g: "ArgumentGraph", *, lang: str = "en") -> "nx.MultiDiGraph[str]":
    """Return the graph as other programs should see it.

    To the attributes of :meth:`ArgumentGraph.to_networkx` come ``name`` (the local id),
    ``asserted_by_name`` and ``speaker_name``. ``label`` is in *lang* where there is such a label.
    An edge has its key also as ``role``, and the named graph that states it as ``graph``
    (``source`` is the start of an edge to most programs).

    Where verdicts are written down, they travel along as N-Quads in ``graph["verdicts"]``. Claims
    have ``verdict`` (accepted, rejected or undecided) and ``strength`` by one that is not stale:
    the speaker's word if there is such a one; ``graph["standpoint"]`` tells which.

    >>> from whyso.graph import sample
    >>> net = outgoing(sample(), lang="zh")
    >>> {said["lang"] for _, said in net.nodes(data=True) if "label" in said}
    {'zh'}
    """
    net = g.to_networkx()
    _judge(net, g)
    reader = Reader(g.store)
    names: dict[str, str] = {}
    for key, said in net.nodes(data=True):
        said["name"] = local(key)
        _turn(said, lang)
        for who in ("asserted_by", "speaker"):
            iri = said.get(who)
            if iri is None:
                continue
            if iri not in names:
                agent = reader.agent(iri)
                names[iri] = agent.label(lang) if agent else local(iri)
            said[f"{who}_name"] = names[iri]
        ordered: dict[str, Any] = {name: said[name] for name in _FIRST if name in said}
        ordered |= {name: said[name] for name in sorted(said) if name.startswith("label_")}
        ordered |= {name: said[name] for name in _LAST if name in said}
        said.clear()
        said.update(ordered)
    for _, _, role, said in net.edges(keys=True, data=True):
        home = said.pop("source")
        said.update(role=role, graph=home)
    net.graph["names"] = names
    return net


def _judge(net: "nx.MultiDiGraph[str]", g: "ArgumentGraph") -> None:
    """Put the verdicts that are written down on the graph, and what one of them says on claims."""
    if not g.store.verdict_graphs():
        return
    from whyso.graph.semantics.recording.reading import chosen, fresh_records

    graphs = [graph.value for graph in g.store.verdict_graphs()]
    texts = g.store.sorted_lines(verdicts=True)
    net.graph[VERDICTS] = "".join(
        f"{line[:-1]}<{graph}> .\n" for graph in graphs for line in texts[graph]
    )
    fresh = fresh_records(g.store)
    stale = sorted(set(graphs) - {record.graph for record in fresh})
    if stale:
        net.graph["stale"] = stale
    record = chosen(fresh)
    if record is None:
        return
    net.graph["standpoint"] = record.standpoint
    for key, found in record.found.items():
        if key in net and found.status and net.nodes[key]["kind"] not in STEPS:
            net.nodes[key]["verdict"] = found.status
            if found.strength is not None:
                net.nodes[key]["strength"] = found.strength


def _turn(said: dict[str, Any], lang: str) -> None:
    """Make the label in *lang* the main one, if there is one."""
    main, lang = said.get("lang"), lang.lower()
    if main is None or main == lang:
        return
    found = [name for name in said if name == f"label_{lang}"]
    found += sorted(name for name in said if name.startswith(f"label_{lang}-"))
    if found and not main.startswith(f"{lang}-"):
        said["label"], said[f"label_{main}"] = said.pop(found[0]), said["label"]
        said["lang"] = found[0].removeprefix("label_")


def local(iri: str) -> str:
    """Return the last part of an IRI, the name people know a node by.

    >>> local("https://w3id.org/whyso/id/tea/c12"), local("_:c14n0")
    ('c12', 'c14n0')
    """
    return iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1].removeprefix("_:") or iri


def flat(graph: Mapping[str, Any]) -> dict[str, str]:
    """Return the graph's own attributes for formats that hold strings only.

    >>> flat({"rdf": "", "prefixes": {"ex": "http://e/"}, "names": {}})
    {'rdf': '', 'prefixes': '{"ex": "http://e/"}'}
    """
    prefixes = json.dumps(dict(sorted(graph["prefixes"].items())), ensure_ascii=False)
    judged = {name: graph[name] for name in ("standpoint", VERDICTS) if name in graph}
    return {"rdf": graph["rdf"], "prefixes": prefixes} | judged


def restore(net: "nx.Graph[Any]", rows: Rows | None = None) -> "nx.MultiDiGraph[str]":
    """Return what a networkx reader read as :meth:`ArgumentGraph.from_networkx` wants it.

    What was added for other programs is taken off again. Attributes that other programs added (such
    as positions) have no place in an argument; they are left out and noted in *rows*.

    >>> import networkx as nx
    >>> from whyso.graph import ArgumentGraph, sample
    >>> said = nx.cytoscape_data(outgoing(sample()))
    >>> ArgumentGraph.from_networkx(restore(nx.cytoscape_graph(said))) == sample()
    True
    """
    import networkx as nx

    rows = Rows() if rows is None else rows
    why = "an argument has no place for it"
    back: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    judged = net.graph.get(VERDICTS, "")
    back.graph["rdf"] = net.graph.get("rdf", "") + judged
    prefixes = net.graph.get("prefixes", {})
    back.graph["prefixes"] = json.loads(prefixes) if isinstance(prefixes, str) else prefixes
    for name in net.graph:
        if name not in _GRAPH:
            rows.add(f"graph attribute {name}", why, triples=0)
    for key, said in net.nodes(data=True):
        kept: dict[str, Any] = {}
        for name, value in said.items():
            if name.startswith("label_"):
                kept[name.replace("_", "-").replace("-", "_", 1)] = str(value)
            elif name in _NODE:  # str(): networkx reads the texts "()" and "[]" in GML as () and []
                kept[name] = value if name == "confidence" else str(value)
            elif name not in _NODE_SHOWN and not (judged and name in JUDGED):
                rows.add(f"node attribute {name}", why, str(key), triples=0)
        back.add_node(str(key), **kept)
    edges = (
        net.edges(keys=True, data=True)
        if isinstance(net, nx.MultiGraph)
        else ((start, end, None, said) for start, end, said in net.edges(data=True))
    )
    for start, end, key, said in edges:
        home = {"source": said["graph"]} if said.get("graph") else {}
        back.add_edge(str(start), str(end), said.get("role", key), **home)
        for name in said:
            if name not in _EDGE_SHOWN:
                rows.add(f"edge attribute {name}", why, str(start), str(end), triples=0)
    return back


def counts(net: "nx.MultiDiGraph[str]", *losses: Row) -> dict[str, int]:
    """Return how many statements, steps, utterances, edges and triples there are, less *losses*.

    Verdicts are counted, if there are any, but not among the triples.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> counts(g.to_networkx())["triples"] == len(g.store.engine)
    True
    """
    kinds = [said["kind"] for _, said in net.nodes(data=True)]
    steps = sum(kind in STEPS for kind in kinds)
    utterances = kinds.count("utterance")
    text = net.graph.get("rdf", "") + net.graph.get(VERDICTS, "")
    judged = _verdicts(text)
    triples = net.number_of_edges() + text.count("\n") - len(judged)
    for _, said in net.nodes(data=True):
        triples += sum(name in PREDICATES or name.startswith("label_") for name in said)
        triples += said.get("rdf", "").count("\n")
    triples -= sum(row.triples for row in losses)
    kept = {
        "statements": len(kinds) - steps - utterances,
        "steps": steps,
        "utterances": utterances,
        "edges": net.number_of_edges(),
        "triples": triples,
    }
    if judged and VERDICTS not in {row.what for row in losses}:
        kept[VERDICTS] = len(set(judged))
    return kept


def curie(iri: str, prefixes: Mapping[str, str] = ontology.PREFIXES) -> str:
    """Return an IRI shortened by a prefix, or in angle brackets.

    >>> curie("http://www.w3.org/2004/02/skos/core#note"), curie("http://e/x")
    ('skos:note', '<http://e/x>')
    """
    for prefix, start in prefixes.items():
        if iri.startswith(start) and "/" not in iri[len(start) :] and "#" not in iri[len(start) :]:
            return f"{prefix}:{iri[len(start) :]}"
    return f"<{iri}>"


def lost(
    net: "nx.MultiDiGraph[str]",
    where: str,
    *,
    attributes: frozenset[str],
    edges: bool = True,
    rdf: bool = False,
    things: bool = False,
) -> Rows:
    """Return what a format leaves out.

    Args:
        net: the graph as :func:`outgoing` gives it.
        where: the format's name for people.
        attributes: the node attributes it holds; ``labels`` stands for those in further languages,
            ``source`` for the named graphs.
        edges: whether it holds the edges.
        rdf: whether it holds the triples that are no attribute of a node.
        things: whether it holds what is said about other things than nodes.

    >>> from whyso.graph import sample
    >>> rows = lost(outgoing(sample()), "A list", attributes=EVERYTHING).rows()
    >>> {"arg:Passage", "arg:premise"} & {row.what for row in rows}
    {'arg:Passage'}
    """
    rows = Rows()
    why = f"{where} has no place for it"
    prefixes = ontology.PREFIXES | net.graph["prefixes"]
    homes = {said["source"] for _, said in net.nodes(data=True)}
    for key, said in net.nodes(data=True):
        for name in said:
            if name in PREDICATES and name not in attributes:
                rows.add(PREDICATES[name], why, key)
            elif name.startswith("label_") and "labels" not in attributes:
                rows.add("rdfs:label in other languages", f"{where} shows one language", key)
        for line in () if rdf else _lines(said.get("rdf", "")):
            rows.add(curie(line.split(" ", 2)[1][1:-1], prefixes), why, key)
    for start, end, role, said in net.edges(keys=True, data=True):
        homes.add(said["graph"])
        if not edges:
            name = "dcterms" if role == "hasPart" else "arg"
            rows.add(f"{name}:{role}", why, end if role in REVERSED else start)
    if not things:
        _lose_things(rows, _lines(net.graph["rdf"]), why)
    for graph in dict.fromkeys(_verdicts(net.graph.get(VERDICTS, ""))):
        told = f"{where} {_shows(attributes)}"
        if graph in net.graph.get("stale", ()):
            told = "stale, so it is left out"
        rows.add(VERDICTS, told, graph, triples=0)
    if "source" not in attributes:
        rows.add("named graphs", f"{where} does not tell sources apart", *sorted(homes), triples=0)
    return rows


def _shows(attributes: frozenset[str]) -> str:
    if attributes.issuperset(JUDGED):
        return "has whether claims are accepted, and how strongly, by one verdict"
    return "has no place for verdicts"


def _verdicts(text: str) -> list[str]:
    """Return the graph of each line of N-Quads that is in the graph of a verdict."""
    return _VERDICT.findall(text) if ontology.VERDICT in text else []


_VERDICT: Final = re.compile(rf"(?m) <({re.escape(ontology.VERDICT)}[^<>]*)> \.$")


def _lines(text: str) -> list[str]:
    return text.split("\n")[:-1]  # not splitlines(): a literal may hold U+2028 and the like


def _lose_things(rows: Rows, lines: list[str], why: str) -> None:
    """Note what is said about passages, figures, agents and the like, by their class."""
    type_ = f"<{ontology.PREFIXES['rdf']}type>"
    classes: dict[str, str] = {}
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        if predicate == type_:
            name = curie(value.split("> ", 1)[0][1:])
            if not classes.get(subject, "").startswith("arg:"):
                classes[subject] = name
    for line in lines:
        subject = line.split(" ", 1)[0]
        name = classes.get(subject, "other things")
        rows.add(name, why, subject.removeprefix("<").removesuffix(">"))
