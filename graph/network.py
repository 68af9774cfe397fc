"""RDF to networkx and back, without loss.

The main graph is a ``MultiDiGraph`` of statements (propositions, questions), utterances and steps
(inferences, conflicts). Its edges run in the direction of the argument: a premise points to its
inference, the inference to its conclusion, an attacker to its conflict, the conflict to its target.
What networkx has no place for is carried along as N-Quads, so that the way back restores it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError
from whyso.graph.store import Store

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["CLASSES", "KINDS", "REVERSED", "ROLES", "STEPS", "from_networkx", "kind_of"]
__all__ += ["statement_graph", "to_networkx"]

# Class to kind, the more telling first: a node that is Claim and Evidence counts as evidence.
KINDS: Final[dict[str, str]] = {
    "Forecast": "forecast",
    "Commitment": "commitment",
    "Evidence": "evidence",
    "Assumption": "assumption",
    "Claim": "claim",
    "Proposition": "proposition",
    "UnderlyingQuestion": "underlying_question",
    "Question": "question",
    "Utterance": "utterance",
    "Inference": "inference",
    "Rebuttal": "rebuttal",
    "Undercut": "undercut",
    "Undermining": "undermining",
    "Conflict": "conflict",
}
CLASSES: Final = {kind: name for name, kind in KINDS.items()}
STEPS: Final = frozenset({"inference", "conflict", "rebuttal", "undercut", "undermining"})
REVERSED: Final = frozenset({"premise", "attacker"})
_ARG_ROLES: Final = (
    *("premise", "conclusion", "attacker", "target", "answers", "raises", "underlies", "expresses"),
    *("clarifies", "supersedes", "qualifies", "dependsOn", "inTensionWith"),
)
ROLES: Final[dict[str, str]] = {role: ontology.ARG + role for role in _ARG_ROLES} | {
    "hasPart": ontology.PREFIXES["dcterms"] + "hasPart"
}
_ROLE_OF: Final = {f"<{iri}>": role for role, iri in ROLES.items()}
_RANK: Final = {name: rank for rank, name in enumerate(KINDS)}
_TYPE: Final = f"<{ontology.PREFIXES['rdf']}type>"
_LABEL: Final = f"<{ontology.PREFIXES['rdfs']}label>"
_CONFIDENCE: Final = f"<{ontology.ARG}confidence>"
_DECIMAL: Final = f"^^<{ontology.PREFIXES['xsd']}decimal>"
_CONCEPTS: Final = {f"<{ontology.ARG}{name}>": name for name in ("status", "certainty")}
_AGENTS: Final = {
    f"<{ontology.ARG}assertedBy>": "asserted_by",
    f"<{ontology.ARG}speaker>": "speaker",
}
_TYPED: Final = re.compile(
    rf"(?m)^(\S+) {re.escape(_TYPE)} <{re.escape(ontology.ARG)}({'|'.join(KINDS)})> \.$"
)
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+))?', re.DOTALL)
_HOME: Final = ontology.GRAPH + "argument"


def kind_of(classes: Iterable[str]) -> str | None:
    """Return the kind of a node that has these classes of the ontology (local names).

    >>> kind_of(["Claim", "Evidence"]), kind_of(["Passage"])
    ('evidence', None)
    """
    known = [name for name in classes if name in _RANK]
    return KINDS[min(known, key=_RANK.__getitem__)] if known else None


def to_networkx(store: Store) -> "nx.MultiDiGraph[str]":
    """Return the source graphs of *store* as one networkx graph.

    Node keys are IRIs (``_:label`` for blank nodes). Node attributes, where the data give them:
    ``kind``, ``label`` and its ``lang``, ``label_<other language>``, ``status``, ``certainty``,
    ``confidence``, ``asserted_by``, ``speaker``, ``source`` (the named graph), and ``rdf``, N-Quads of
    all else that is said of the node. The edge key is the role (see :data:`ROLES`). Everything about
    other things (passages, figures, agents, sources) is N-Quads in ``graph["rdf"]``.

    >>> from whyso.graph import sample
    >>> net = sample().to_networkx()
    >>> type(net).__name__, sorted({key for _, _, key in net.edges(keys=True)})[:3]
    ('MultiDiGraph', ['answers', 'attacker', 'clarifies'])
    """
    import networkx as nx

    texts = [(graph.value, store.lines(graph)) for graph in store.source_graphs()]
    kinds: dict[str, str] = {}
    homes: dict[str, str] = {}
    for home, lines in texts:
        for subject, name in _TYPED.findall("\n".join(lines)):
            if subject not in kinds or _RANK[name] < _RANK[kinds[subject]]:
                kinds[subject] = name
            homes.setdefault(subject, home)
    nodes: dict[str, dict[str, Any]] = {
        subject: {"kind": KINDS[name], "source": homes[subject]} for subject, name in kinds.items()
    }
    edges: dict[tuple[str, str, str], str] = {}
    rest: list[str] = []
    for home, lines in texts:
        _sort_lines(home, lines, kinds, nodes, edges, rest)
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    net.add_nodes_from((_key(subject), said) for subject, said in nodes.items())
    net.add_edges_from(
        (_key(start), _key(end), role, {"source": home})
        for (start, end, role), home in edges.items()
    )
    net.graph["rdf"] = "".join(rest)
    net.graph["prefixes"] = dict(store.prefixes)
    return net


def _sort_lines(
    home: str,
    lines: list[str],
    kinds: dict[str, str],
    nodes: dict[str, dict[str, Any]],
    edges: dict[tuple[str, str, str], str],
    rest: list[str],
) -> None:
    """Put each triple of one graph where it belongs: an attribute, an edge, or N-Quads."""
    for line in lines:
        subject, predicate, value = line[:-2].split(" ", 2)
        said = nodes.get(subject)
        if said is None:
            rest.append(f"{line[:-1]}<{home}> .\n")
            continue
        role = _ROLE_OF.get(predicate)
        if role is not None and value in nodes:
            pair = (value, subject) if role in REVERSED else (subject, value)
            if edges.setdefault((*pair, role), home) == home:
                continue
        elif said["source"] == home and _attribute(said, kinds[subject], predicate, value):
            continue
        said["rdf"] = f"{said.get('rdf', '')}{line[:-1]}<{home}> .\n"


def _attribute(said: dict[str, Any], name: str, predicate: str, value: str) -> bool:
    """Say a triple as a node attribute if that can be undone exactly; return whether it was."""
    if predicate == _TYPE:
        return value == f"<{ontology.ARG}{name}>"
    if predicate == _LABEL:
        return _label(said, value)
    concept = _CONCEPTS.get(predicate)
    if concept is not None:
        fits = value.startswith(f"<{ontology.ARG}") and concept not in said
        if fits:
            said[concept] = value[len(ontology.ARG) + 1 : -1]
        return fits
    agent = _AGENTS.get(predicate)
    if agent is not None:
        fits = agent not in said
        if fits:
            said[agent] = _key(value)
        return fits
    if predicate == _CONFIDENCE and value.endswith(_DECIMAL) and "confidence" not in said:
        written = value[1 : -len(_DECIMAL) - 1]
        if _decimal(float(written)) == written:
            said["confidence"] = float(written)
            return True
    return False


def _label(said: dict[str, Any], value: str) -> bool:
    match = _TEXT.fullmatch(value)
    if match is None:
        return False
    text, language = _unescape(match.group(1)), match.group(2)
    if "label" not in said:
        said["label"] = text
        if language:
            said["lang"] = language
        return True
    if not language or not said.get("lang") or said["lang"] == language:
        return False
    if language == "en":  # English takes the main place, whatever the order of the file
        said[f"label_{said['lang']}"], said["label"], said["lang"] = said["label"], text, "en"
        return True
    return said.setdefault(f"label_{language}", text) == text


def _decimal(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_CHARACTERS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(
        lambda found: (
            _CHARACTERS.get(found.group(3), found.group(3))
            if found.group(3)
            else chr(int(found.group(1) or found.group(2), 16))
        ),
        text,
    )


def _key(term: str) -> str:
    return term[1:-1] if term.startswith("<") else term


def from_networkx(net: "nx.MultiDiGraph[str]") -> Store:
    """Return the RDF that a networkx graph says: the way back from :func:`to_networkx`.

    Nodes and edges may have been added, changed or removed meanwhile. A node needs a ``kind``; an edge
    needs a role of :data:`ROLES` as its key. Other attributes that :func:`to_networkx` does not name
    are refused rather than dropped.

    Raises:
        InputError: a node without a kind, an edge without a role, an unknown attribute.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph()
    >>> net.add_node("https://w3id.org/whyso/id/tea/c1", kind="claim", label="Tea helps.", lang="en")
    >>> len(from_networkx(net).engine)
    2
    """
    store = Store()
    store.prefixes |= net.graph.get("prefixes", {})
    text = "".join([net.graph.get("rdf", ""), *_node_quads(net), *_edge_quads(net)])
    store.engine.load(text, ox.RdfFormat.N_QUADS)
    return store


def _node_quads(net: "nx.MultiDiGraph[str]") -> Iterator[str]:
    for key, said in net.nodes(data=True):
        term = _term(key)
        graph = _term(said.get("source", _HOME))
        if said.get("kind") not in CLASSES:
            raise InputError(
                f"node {key}: kind {said.get('kind')!r} is none of {', '.join(CLASSES)}"
            )
        yield f"{term} {_TYPE} <{ontology.ARG}{CLASSES[said['kind']]}> {graph} .\n"
        for name, value in said.items():
            if name in ("kind", "source", "lang"):
                continue
            if name == "rdf":
                yield value
                continue
            yield f"{term} {_said(key, name, value, said)} {graph} .\n"


def _said(key: str, name: str, value: Any, said: dict[str, Any]) -> str:
    try:
        if name == "label":
            return f"{_LABEL} {ox.Literal(value, language=said.get('lang'))}"
        if name.startswith("label_"):
            return f"{_LABEL} {ox.Literal(value, language=name.removeprefix('label_'))}"
        if name in ("status", "certainty"):
            return f"<{ontology.ARG}{name}> {ox.NamedNode(ontology.ARG + value)}"
        if name in ("asserted_by", "speaker"):
            local = "assertedBy" if name == "asserted_by" else name
            return f"<{ontology.ARG}{local}> {_term(value)}"
        if name == "confidence":
            return f'{_CONFIDENCE} "{_decimal(float(value))}"{_DECIMAL}'
    except (TypeError, ValueError) as error:
        raise InputError(f"node {key}: {name} {value!r}: {error}") from None
    raise InputError(f"node {key}: there is no attribute {name!r} in RDF; put triples into 'rdf'")


def _edge_quads(net: "nx.MultiDiGraph[str]") -> Iterator[str]:
    for start, end, role, said in net.edges(keys=True, data=True):
        if role not in ROLES:
            raise InputError(f"edge {start} -> {end}: key {role!r} is no role ({', '.join(ROLES)})")
        subject, value = (end, start) if role in REVERSED else (start, end)
        home = said.get("source") or net.nodes[subject].get("source", _HOME)
        yield f"{_term(subject)} <{ROLES[role]}> {_term(value)} {_term(home)} .\n"


def _term(key: str) -> str:
    try:
        return key if key.startswith("_:") else str(ox.NamedNode(key))
    except ValueError as error:
        raise InputError(f"{key!r} is not an IRI: {error}") from None


def statement_graph(net: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """Return the flattened view: statements only, steps as edges between them.

    Edge keys are ``supports``, ``rebuts``, ``undermines``, ``attacks`` (a conflict of no told kind) and
    ``undercuts``, which runs from the attacker to the conclusion of the attacked inference and names
    that inference as ``step``; ``via`` is the step itself. Two steps that join the same pair stay two
    edges (the second key is ``(role, step)``). Other roles are kept as they are.

    >>> from whyso.graph import sample
    >>> flat = statement_graph(sample().to_networkx())
    >>> {said["kind"] for _, said in flat.nodes(data=True)} & STEPS
    set()
    """
    import networkx as nx

    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kinds = dict(net.nodes(data="kind"))
    flat.add_nodes_from(
        (key, said) for key, said in net.nodes(data=True) if said["kind"] not in STEPS
    )
    for start, end, role, said in net.edges(keys=True, data=True):
        if kinds[start] not in STEPS and kinds[end] not in STEPS:
            flat.add_edge(start, end, role, **said)
    for step, kind in kinds.items():
        if kind not in STEPS:
            continue
        for start, _, role in net.in_edges(step, keys=True):
            if role not in ("premise", "attacker"):
                continue
            for end, attributes in _ends(net, step, kinds):
                _add(flat, start, end, _FLAT[kind], {"via": step} | attributes)
    return flat


_FLAT: Final = {
    "inference": "supports",
    "rebuttal": "rebuts",
    "undercut": "undercuts",
    "undermining": "undermines",
    "conflict": "attacks",
}


def _ends(
    net: "nx.MultiDiGraph[str]", step: str, kinds: dict[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the statements that a step ends on; for an attack on a step, what that step ends on."""
    waiting: list[tuple[str, dict[str, str]]] = [(step, {})]
    seen = {step}
    while waiting:
        current, attributes = waiting.pop()
        for _, end, role in net.out_edges(current, keys=True):
            if role not in ("conclusion", "target"):
                continue
            if kinds[end] not in STEPS:
                yield end, attributes
            elif end not in seen:
                seen.add(end)
                waiting.append((end, attributes or {"step": end}))


def _add(
    flat: "nx.MultiDiGraph[str]", start: str, end: str, key: Any, said: dict[str, str]
) -> None:
    if flat.has_edge(start, end, key):
        key = (key, said["via"])
    flat.add_edge(start, end, key, **said)
