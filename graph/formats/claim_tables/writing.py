"""Writing a table of claims: each node a row, each thing that is said of it a cell."""

from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account
from whyso.graph.formats.claim_tables.cells import write_sheet
from whyso.graph.formats.claim_tables.columns import (
    CONCEPTS,
    class_word,
    header_of,
    shortened,
)
from whyso.graph.formats.claim_tables.naming import local_name
from whyso.graph.formats.claim_tables.reading import FORMAT, STATEMENTS, read_claims
from whyso.graph.formats.claim_tables.rows import NAMESPACE
from whyso.graph.formats.draft import Draft, carried, namespace_of
from whyso.graph.formats.proof import proven
from whyso.graph.network import KINDS

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.store import Store

__all__ = ["write_claims_csv", "write_claims_tsv"]

_P: Final = ontology.PREFIXES
_ARG: Final = ontology.ARG
_TYPE: Final = _P["rdf"] + "type"
_FIRST: Final = (
    *("id", "kind", "graph", "text", "speaker", "asserted_by", "answers", "premises", "conclusion"),
    *("attacker", "target", "expresses", "scheme", "certainty", "status", "confidence", "raises"),
    *("underlies", "parts", "clarifies", "supersedes", "qualifies", "depends_on"),
    *("in_tension_with", "note", "name", "passages", "quantities", "concedes"),
)
# Kinds of nodes in the order of their rows; what is none of them comes after.
_ORDER: Final = {
    word.replace("_", " "): place
    for place, word in enumerate(
        ("question", "underlying_question", *(k for k in KINDS.values() if "question" not in k))
    )
}
_QUOTED: Final = _ARG + "quoted"


def write_claims_csv(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as a table of claims, with commas, and the account of writing it.

    Each question, statement, step, speaker, passage and so on is a row; columns stand in the order
    in which people read them, those for *lang* before other languages. The last row tells the
    namespace of the ids.

    >>> from whyso.graph import sample
    >>> data, account = write_claims_csv(sample())
    >>> data.decode("utf-8-sig").partition(",speaker")[0], account.lossless
    ('id,kind,text_en,text_zh', True)
    """
    return _write(g, ",", lang)


def write_claims_tsv(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as a table of claims, with tabs; see :func:`write_claims_csv`.

    >>> from whyso.graph import sample
    >>> write_claims_tsv(sample())[0].decode("utf-8-sig")[:8].split("\\t")
    ['id', 'kind', '']
    """
    return _write(g, "\t", lang)


def _write(g: "ArgumentGraph", separator: str, lang: str) -> tuple[bytes, Account]:
    data = write_sheet(_table(g.store, lang), separator)
    name = FORMAT if separator == "," else "claims-tsv"
    return data, proven(g, data, name, read_claims, where="A table of claims")


def _table(store: "Store", lang: str) -> list[list[str]]:
    space = namespace_of(store)
    found = _rows(store, space)
    homes = {graph for _, graph in found}
    if homes <= {Draft(FORMAT, name="x", base=space).graph}:
        for row in found.values():
            row.pop("graph")
    _restore(found, carried(store, FORMAT))
    names = {"id", "kind", *(name for row in found.values() for name in row)}
    if not any(name.startswith("text") for name in names):
        names.add("text")
    headers = sorted(names, key=lambda name: _place(name, lang))
    text = next(name for name in headers if name.startswith("text"))
    rows = sorted(found.values(), key=lambda row: _rank(row["kind"]))
    rows.append({"kind": NAMESPACE, text: space})
    return [headers, *([row.get(name, "") for name in headers] for row in rows)]


def _rows(store: "Store", space: str) -> dict[tuple[str, str], dict[str, str]]:
    """Return the cells of each node in each named graph, by header."""
    said: dict[tuple[str, str], list[ox.Quad]] = {}
    for quad in store.quads():
        said.setdefault((_key(quad.subject), _key(quad.graph_name)), []).append(quad)
    known = {iri for iri, _ in said}
    found: dict[tuple[str, str], dict[str, str]] = {}
    for (iri, graph), quads in said.items():
        kinds = [_key(q.object) for q in quads if _is(q, _TYPE)]
        quoted = any(_is(q, _ARG + "status") and _key(q.object) == _QUOTED for q in quads)
        row = {"id": local_name(iri, space), "graph": _graph_word(graph)}
        row["kind"] = "; ".join(map(class_word, kinds)) or "thing"
        for quad in quads:
            _put(row, quad, space, known, stated=bool(STATEMENTS & set(kinds)) and not quoted)
        found[iri, graph] = row
    return found


def _is(quad: ox.Quad, predicate: str) -> bool:
    return quad.predicate.value == predicate and not isinstance(quad.object, ox.Literal)


def _restore(found: dict[tuple[str, str], dict[str, str]], others: dict[str, Any]) -> None:
    """Put the cells of columns that nobody knows back into the rows that they were in."""
    for (iri, _), row in found.items():
        cells = others.get(iri)
        if isinstance(cells, dict):
            row |= {name: str(cell) for name, cell in cells.items() if name not in row}


def _rank(kinds: str) -> int:
    words = (_ORDER.get(word, len(_ORDER)) for word in kinds.split("; "))
    return min(words)


def _put(row: dict[str, str], quad: ox.Quad, space: str, known: set[str], *, stated: bool) -> None:
    """Put what a triple says into a row's cells."""
    predicate, value = quad.predicate.value, quad.object
    if isinstance(value, ox.Literal):
        plain = value.datatype.value == _P["xsd"] + "string" or value.language
        kind = None if plain else value.datatype.value
        if predicate == ontology.CARRIED + FORMAT:
            return
        header = header_of(predicate, value.language, kind)
        name, number = header, 1
        while name in row:
            number += 1
            name = f"{header} {number}"
        row[name] = value.value
        return
    if predicate == _TYPE:
        return
    header = header_of(predicate, ids=True)
    iri = _key(value)
    if header == "asserted_by" and stated:
        header = "speaker"
    elif header == "speaker" and stated:
        header = f"{shortened(predicate)} (ids)"
    if header in CONCEPTS:
        local = iri.removeprefix(_ARG)
        cell = local if local in CONCEPTS[header] and iri == _ARG + local else shortened(iri)
    elif iri in known:
        cell = local_name(iri, space)
    else:
        cell = shortened(iri) if not iri.startswith("_:") else iri
    row[header] = f"{row[header]}; {cell}" if header in row else cell


def _graph_word(graph: str) -> str:
    local = graph.removeprefix(ontology.GRAPH)
    plain = graph.startswith(ontology.GRAPH) and local.isascii() and local.isidentifier()
    return local if plain else f"<{graph}>"


def _place(name: str, lang: str) -> tuple[int, str, bool, str]:
    plain = name.partition(" ")[0]
    first, _, rest = plain.partition("_")
    word = plain if plain in _FIRST else first if first in ("text", "note", "name") else ""
    if word:
        return _FIRST.index(word), "", rest not in ("", lang), name
    return len(_FIRST), plain.partition("@")[0], not name.endswith(f"@{lang}"), name


def _key(term: object) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", ""))
