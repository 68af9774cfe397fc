"""Running the ontology's SHACL shapes over data.

The constraints of SHACL Core are left to a SHACL engine: pySHACL, or the faster ``shacl``. Those
written in SPARQL are run in the store's own engine, each once for all its focus nodes; a cycle test
such as ``$this arg:underlies+ $this`` is answered by strongly connected components, so that long
chains cost no more than short ones.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.check.engines import Raw, Term, run
from whyso.graph.check.report import Severity

__all__ = ["Result", "Shape", "Shapes", "ill_typed", "shapes", "validate"]

_SH: Final = ontology.PREFIXES["sh"]
_XSD: Final = ontology.PREFIXES["xsd"]
_TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
_SUBCLASS: Final = ontology.PREFIXES["rdfs"] + "subClassOf"
_FIRST: Final = ontology.PREFIXES["rdf"] + "first"
_REST: Final = ontology.PREFIXES["rdf"] + "rest"
_PATHS: Final = {
    "inversePath": ("^", ""),
    "zeroOrMorePath": ("", "*"),
    "oneOrMorePath": ("", "+"),
    "zeroOrOnePath": ("", "?"),
}
_SPARQL: Final = _SH + "SPARQLConstraintComponent"
_SEVERITIES: Final[dict[str, Severity]] = {
    _SH + "Violation": "violation",
    _SH + "Warning": "warning",
    _SH + "Info": "info",
}
_RULE: Final = re.compile(r"([A-Z]+[0-9]+)-(\w+)")
_CYCLE: Final = re.compile(r"\$this\s+(\([^{}$?]*?\)|\S+?)\+\s+\$this\b")
# The store keeps every integer as xsd:integer; where a shape wants a narrower type, it gets it.
_INTEGERS: Final = {_XSD + "nonNegativeInteger": 0, _XSD + "positiveInteger": 1}

# Types that the store can check by casting; numbers too large for it are still numbers.
_CASTS: Final[dict[str, str | None]] = {
    **dict.fromkeys(_XSD + name for name in ("boolean", "double", "float", "duration")),
    **dict.fromkeys(_XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "time")),
    _XSD + "integer": r"[+-]?\d+",
    _XSD + "decimal": r"[+-]?(?:\d+\.?\d*|\.\d+)",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a finding needs of a shape: its rule, severity, path and messages by language."""

    rule: str
    name: str
    severity: Severity
    path: str | None
    messages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint written in SPARQL, with the patterns that select its focus nodes."""

    shape: str
    select: str
    targets: tuple[str, ...]
    messages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes graph, read once: its *core* triples, SPARQL *constraints* and *shapes* by IRI."""

    core: tuple[ox.Triple, ...]
    constraints: tuple[Constraint, ...]
    shapes: Mapping[str, Shape]
    prefixes: Mapping[str, str]
    integers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result, the same whichever engine found it."""

    shape: Shape
    focus: Term
    path: str | None
    value: Term | None
    component: str
    messages: Mapping[str, str]
    bindings: Mapping[str, Term]


def validate(data: Iterable[ox.Triple], *, engine: str = "pyshacl") -> list[Result]:
    """Validate triples, the ontology known but nothing inferred, and return what was found.

    Args:
        data: the triples.
        engine: ``pyshacl``, or ``shacl`` which is many times faster and must be installed.

    Raises:
        FormatError: there is no such engine, or it is not installed.

    >>> alone = ox.Triple(ox.NamedNode("http://e/c1"), _TYPE, ox.NamedNode(ontology.ARG + "Claim"))
    >>> "Label" in {result.shape.name for result in validate([alone])}
    True
    """
    known = shapes()
    described = [_typed(triple, known.integers) for triple in data]
    described += _ontology()
    found = [_core(raw, known) for raw in run(engine, described, known.core)]
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in described)
    for constraint in known.constraints:
        found += _sparql(store, constraint, known)
    return found


def _core(raw: Raw, known: Shapes) -> Result:
    name = raw.shape.rsplit("#", 1)[-1]
    shape = known.shapes.get(raw.shape) or Shape(name, name, "violation", None, {})
    bound = {"this": raw.focus} | ({} if raw.value is None else {"value": raw.value})
    return Result(shape, raw.focus, shape.path, raw.value, raw.component, shape.messages, bound)


def _typed(triple: ox.Triple, integers: Mapping[str, str]) -> ox.Triple:
    wanted = integers.get(triple.predicate.value)
    term = triple.object
    if (
        wanted is None
        or not isinstance(term, ox.Literal)
        or term.datatype.value != _XSD + "integer"
        or not re.fullmatch(r"\d{1,18}", term.value)
        or int(term.value) < _INTEGERS[wanted]
    ):
        return triple
    literal = ox.Literal(term.value, datatype=ox.NamedNode(wanted))
    return ox.Triple(triple.subject, triple.predicate, literal)


def ill_typed(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the triples whose literal is no value of its type, as ``"2026-13-01"^^xsd:date``.

    >>> date = ox.NamedNode(_XSD + "date")
    >>> line = ox.Triple(date, date, ox.Literal("2026-13-01", datatype=date))
    >>> ill_typed([line]) == {line}
    True
    """
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(triple.subject, triple.predicate, triple.object)
        for triple in triples
        if isinstance(triple.object, ox.Literal) and triple.object.datatype.value in _CASTS
    )
    found: set[ox.Triple] = set()
    for datatype, numbers in _CASTS.items():
        rows = _select(
            store,
            f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(DATATYPE(?o) = <{datatype}>) "
            f"FILTER(!COALESCE(ISLITERAL(<{datatype}>(STR(?o))), false)) }}",
        )
        found.update(
            ox.Triple(row["s"], row["p"], row["o"])
            for row in rows
            if numbers is None or not re.fullmatch(numbers, row["o"].value)
        )
    return found


@cache
def _ontology() -> tuple[ox.Triple, ...]:
    quads = ox.parse(ontology.file("ontology.ttl"), ox.RdfFormat.TURTLE)
    return tuple(
        quad.triple
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode)
    )


# Reading the shapes


@cache
def shapes() -> Shapes:
    """Return the ontology's shapes; nested ones are given names, so that engines can tell.

    >>> sorted(shape.rule for shape in shapes().shapes.values())[0]
    'S01'
    """
    quads = ox.parse(ontology.file("shapes.ttl"), ox.RdfFormat.TURTLE)
    triples = [quad.triple for quad in quads]
    return _read_shapes(triples)


def _read_shapes(triples: list[ox.Triple]) -> Shapes:
    names: dict[Any, ox.NamedNode] = {}
    roots: dict[str, str] = {}
    said = _index(triples)
    for node in sorted((node for node in said if isinstance(node, ox.NamedNode)), key=str):
        queue: list[Any] = [node]
        while queue:
            shape = queue.pop()
            parts = [part for part in said.get(shape, {}).get(_SH + "property", ())]
            for part in sorted(parts, key=lambda part: _content(part, said)):
                if isinstance(part, ox.BlankNode) and part not in names:
                    number = sum(root == node.value for root in roots.values()) + 1
                    names[part] = ox.NamedNode(f"{node.value}.{number}")
                    roots[names[part].value] = node.value
                    queue.append(part)
    renamed = [
        ox.Triple(names.get(t.subject, t.subject), t.predicate, names.get(t.object, t.object))
        for t in triples
    ]
    said = _index(renamed)
    known: dict[str, Shape] = {}
    constraints: list[Constraint] = []
    for node, about in said.items():
        if not isinstance(node, ox.NamedNode):
            continue
        root = roots.get(node.value, node.value)
        match = _RULE.fullmatch(root.rsplit("#", 1)[-1])
        if match is None:
            continue
        rule, name = match.groups()
        severity = _SEVERITIES[_iri(about, "severity") or _SH + "Violation"]
        messages = _messages(about) or _messages(said[ox.NamedNode(root)])
        path = next((_path(found, said) for found in about.get(_SH + "path", ())), None)
        known[node.value] = Shape(rule, name, severity, path, messages)
        for constraint in about.get(_SH + "sparql", ()):
            select = said[constraint][_SH + "select"][0]
            own = _messages(said[constraint]) or messages
            targets = tuple(_targets(about))
            constraints.append(Constraint(node.value, select.value, targets, own))
    sparql = {_SH + "sparql", _SH + "declare"}
    core = tuple(triple for triple in renamed if triple.predicate.value not in sparql)
    return Shapes(
        core,
        tuple(sorted(constraints, key=lambda found: (found.shape, found.select))),
        known,
        dict(_prefixes(said)),
        _integer_paths(said),
    )


def _index(triples: Iterable[ox.Triple]) -> dict[Any, dict[str, list[Any]]]:
    said: dict[Any, dict[str, list[Any]]] = {}
    for triple in triples:
        values = said.setdefault(triple.subject, {}).setdefault(triple.predicate.value, [])
        values.append(triple.object)
    return said


def _content(node: Any, said: Mapping[Any, Mapping[str, list[Any]]]) -> str:
    """Return what is said of a nameless shape, to put such shapes in an order that stays."""
    about = said.get(node, {})
    return "\n".join(
        sorted(
            f"{predicate} {'' if isinstance(value, ox.BlankNode) else value}"
            for predicate, values in about.items()
            for value in values
        )
    )


def _iri(about: Mapping[str, list[Any]], name: str) -> str | None:
    return next((str(value.value) for value in about.get(_SH + name, ())), None)


def _messages(about: Mapping[str, list[Any]]) -> dict[str, str]:
    found = about.get(_SH + "message", ())
    return dict(sorted((message.language or "en", message.value) for message in found))


def _path(node: Any, said: Mapping[Any, Mapping[str, list[Any]]], *, bare: bool = True) -> str:
    """Return a path as an IRI if it is one, else as SPARQL writes it."""
    if isinstance(node, ox.NamedNode):
        return node.value if bare else f"<{node.value}>"
    about = said[node]
    for name, (before, after) in _PATHS.items():
        for part in about.get(_SH + name, ()):
            return f"{before}{_path(part, said, bare=False)}{after}"
    choices = about.get(_SH + "alternativePath", ())
    joint, first = ("|", choices[0]) if choices else ("/", node)
    parts = []
    while isinstance(first, ox.BlankNode):
        parts.append(_path(said[first][_FIRST][0], said, bare=False))
        first = said[first][_REST][0]
    return f"({joint.join(parts)})"


def _targets(about: Mapping[str, list[Any]]) -> Iterator[str]:
    """Yield a SPARQL pattern for each target of a shape."""
    classes = [f"<{target.value}>" for target in about.get(_SH + "targetClass", ())]
    if classes:
        kinds = " ".join(sorted(set(classes)))
        yield f"VALUES ?target {{ {kinds} }} $this a/<{_SUBCLASS}>* ?target"
    for target in about.get(_SH + "targetSubjectsOf", ()):
        yield f"$this <{target.value}> ?target"
    for target in about.get(_SH + "targetObjectsOf", ()):
        yield f"?target <{target.value}> $this"
    nodes = [str(target) for target in about.get(_SH + "targetNode", ())]
    if nodes:
        yield f"VALUES $this {{ {' '.join(sorted(nodes))} }}"


def _prefixes(said: Mapping[Any, Mapping[str, list[Any]]]) -> Iterator[tuple[str, str]]:
    for about in said.values():
        for prefix in about.get(_SH + "prefix", ()):
            yield prefix.value, about[_SH + "namespace"][0].value


def _integer_paths(said: Mapping[Any, Mapping[str, list[Any]]]) -> dict[str, str]:
    return {
        path.value: datatype.value
        for about in said.values()
        for path in about.get(_SH + "path", ())
        for datatype in about.get(_SH + "datatype", ())
        if isinstance(path, ox.NamedNode) and datatype.value in _INTEGERS
    }


# SPARQL constraints


def _sparql(store: ox.Store, constraint: Constraint, known: Shapes) -> Iterator[Result]:
    select, rings = constraint.select, []
    for number, cycle in enumerate(_CYCLE.finditer(constraint.select)):
        rings.append(_in_cycles(store, cycle.group(1), known.prefixes))
        if not rings[-1]:
            return
        select = select.replace(cycle.group(), f"BIND(true AS ?ring{number})")
    targets = " UNION ".join(f"{{ {target} }}" for target in constraint.targets)
    focus = f"{{ SELECT DISTINCT $this WHERE {{ {targets} }} }}"
    solutions = _select(store, select.replace("{", f"{{ {focus} ", 1), known.prefixes)
    names = [variable.value for variable in solutions.variables]
    shape = known.shapes[constraint.shape]
    for row in dict.fromkeys(tuple(solution) for solution in solutions):
        bound: dict[str, Any] = {
            name: term for name, term in zip(names, row, strict=True) if term is not None
        }
        if any(bound["this"] not in ring for ring in rings):
            continue
        path = bound.get("path")
        yield Result(
            shape,
            bound["this"],
            path.value if path is not None else shape.path,
            bound.get("value"),
            _SPARQL,
            constraint.messages,
            bound,
        )


def _select(store: ox.Store, query: str, prefixes: Mapping[str, str] | None = None) -> Any:
    return store.query(query, prefixes=dict(prefixes or {}))


def _in_cycles(store: ox.Store, path: str, prefixes: Mapping[str, str]) -> set[Any]:
    """Return the nodes from which *path* leads, once or often, back to themselves."""
    steps = _select(store, f"SELECT ?a ?b {{ ?a {path} ?b }}", prefixes)
    edges = _without_ends([(row[0], row[1]) for row in steps])
    if not edges:
        return set()
    import networkx as nx

    net: nx.DiGraph[Any] = nx.DiGraph(edges)
    loops = set(nx.nodes_with_selfloops(net))
    large = (part for part in nx.strongly_connected_components(net) if len(part) > 1)
    return loops.union(*large)


def _without_ends(edges: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return what is left when nodes that nothing leads to are taken off, again and again.

    >>> _without_ends([(1, 2), (2, 3), (3, 2), (3, 4)])
    [(2, 3), (3, 2), (3, 4)]
    """
    following: dict[Any, list[Any]] = {}
    leading = Counter(end for _, end in edges)
    for start, end in edges:
        following.setdefault(start, []).append(end)
    gone: set[Any] = set()
    loose = [start for start in following if not leading[start]]
    while loose:
        node = loose.pop()
        gone.add(node)
        for end in following.get(node, ()):
            leading[end] -= 1
            if not leading[end]:
                loose.append(end)
    return [(start, end) for start, end in edges if start not in gone]
