"""The account of writing, proven: what was written is read back and compared, triple by triple."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from whyso import ontology
from whyso.graph.errors import FormatError
from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.draft import namespace_of
from whyso.graph.formats.exchange import VERDICTS, curie
from whyso.graph.network import KINDS
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.formats.format import Reader
    from whyso.graph.model import ArgumentGraph

__all__ = ["GRAPHS", "NAMES", "compared", "difference", "proven", "roundtrip"]

NAMES: Final = "names of nodes"
GRAPHS: Final = "named graphs"
_TYPE: Final = f"<{ontology.PREFIXES['rdf']}type>"
_NODES: Final = frozenset(f"<{ontology.ARG}{kind}>" for kind in KINDS)


def proven(
    g: "ArgumentGraph",
    data: bytes,
    format: str,
    read: "Reader",
    *,
    where: str,
    reasons: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Account:
    """Return the account of writing *g* as *data*: the difference to what reading it back gives.

    Args:
        g: the graph that was written.
        data: what was written.
        format: the name of the format.
        read: its reader.
        where: the format's name for people.
        reasons: why something is lost, by CURIE of the property or class; by default the format
            has no place for it.
        names: where nodes get new names, the IRI that is read back to the IRI in *g*.

    >>> from whyso.graph import sample
    >>> from whyso.graph.formats.rdf import reader
    >>> from whyso.graph.store import find_syntax
    >>> g = sample()
    >>> lines = g.store.serialize("n-triples").splitlines(keepends=True)
    >>> part = b"".join(line for line in lines if b"core#note>" not in line)
    >>> read = reader(find_syntax("n-triples"))
    >>> for row in proven(g, part, "nt", read, where="N-Triples").dropped[:1]:
    ...     print(row.what, row.why)
    skos:note N-Triples has no place for it
    """
    again, _ = read(data, name=f"{_slug(g)}.txt")
    return compared(g.store, again, format, where=where, reasons=reasons, names=names)


def compared(
    said: Store,
    again: Store,
    format: str,
    *,
    where: str,
    reasons: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Account:
    """Return an account of what became of one store's triples in another; see :func:`proven`.

    A triple that is missing is *dropped*; one whose subject says something else by the same
    property, and one that is there in addition, is *approximated*.

    >>> one, other = Store(), Store()
    >>> one.read_text("<http://e/a> <http://e/b> 1 , 2 .", "turtle")
    >>> other.read_text("<http://e/a> <http://e/b> 1 .", "turtle")
    >>> compared(one, other, "x", where="X").dropped
    (Row(what='<http://e/b>', why='X has no place for it', ids=('http://e/a',), triples=1),)
    """
    from whyso.graph.formats.rdf import counted

    reasons, names = reasons or {}, names or {}
    approximated, dropped = Rows(), Rows()
    before, homes = _triples(said)
    after, new_homes = _renamed(said, again, names)
    lost, gained = before - after, after - before
    if names:
        why = f"{where} gives nodes names of its own"
        approximated.add(NAMES, why, *names.values(), triples=0)
    if (old := namespace_of(said)) != namespace_of(again):
        why = f"{where} does not tell the namespace: --base {old} restores it"
        approximated.add(NAMES, why, old, triples=0)
    if homes != new_homes:
        why = f"{where} tells one source" if len(homes) > 1 else f"{where} does not tell its name"
        approximated.add(GRAPHS, why, *sorted(homes - new_homes or homes), triples=0)
    kept_verdicts = set(again.verdict_graphs())
    for graph in (one for one in said.verdict_graphs() if one not in kept_verdicts):
        dropped.add(VERDICTS, f"{where} has no place for verdicts", graph.value, triples=0)
    classes = _classes(before | after)
    prefixes = ontology.PREFIXES | said.prefixes
    said_anew = {tuple(line.split(" ", 2)[:2]) for line in gained}
    missing = {tuple(line.split(" ", 2)[:2]) for line in lost}
    for line in sorted(lost):
        subject, predicate, value = line.split(" ", 2)
        what = _what(subject, predicate, value, classes, prefixes)
        if (subject, predicate) in said_anew:
            why = reasons.get(what, f"{where} says it in another way")
            approximated.add(what, why, _bare(subject))
        else:
            dropped.add(what, reasons.get(what, f"{where} has no place for it"), _bare(subject))
    for line in sorted(gained):
        subject, predicate, value = line.split(" ", 2)
        if (subject, predicate) not in missing:
            what = _what(subject, predicate, value, classes, prefixes)
            approximated.add(what, f"added: reading {where} says it", _bare(subject))
    kept = counted(again) | {"triples": len(before & after)}
    return Account(
        format, "write", kept, approximated.rows(), dropped.rows(), names=dict(names or {})
    )


def difference(
    said: Store, again: Store, names: Mapping[str, str] | None = None
) -> tuple[set[str], set[str]]:
    """Return the triples that were lost and those that were gained, as N-Triples without the dot.

    >>> difference(Store(), Store())
    (set(), set())
    """
    before, (after, _) = _triples(said)[0], _renamed(said, again, names or {})
    return before - after, after - before


def roundtrip(g: "ArgumentGraph", format: str, *, lang: str = "en") -> tuple[Account, Account]:
    """Write a graph in a format and read that back: what does it cost?

    Args:
        g: the graph.
        format: name, suffix or MIME type of a format that can be written and read.
        lang: the language of labels, where the format shows one.

    Returns:
        The account of what became of the triples, measured, and the account of reading.

    Raises:
        FormatError: there is no such format, or it cannot be both written and read.

    >>> from whyso.graph import sample
    >>> roundtrip(sample(), "graphml")[0].lossless
    True
    """
    from whyso.graph.formats.registry import dumps, find

    found = find(format)
    if found.read is None or found.write is None:
        can = "written, but not read" if found.read is None else "read, but not written"
        raise FormatError(f"{found.name} can be {can}: there is no way back to measure")
    data, wrote = dumps(g, found.name, lang=lang)
    again, account = found.read(data, name=f"{_slug(g)}.{found.suffixes[0]}")
    reasons = {row.what: row.why for row in (*wrote.approximated, *wrote.dropped)}
    where = found.name
    measured = compared(g.store, again, where, where=where, reasons=reasons, names=wrote.names)
    return measured, account


def _slug(g: "ArgumentGraph") -> str:
    return namespace_of(g.store).rstrip("/").rsplit("/", 1)[-1]


def _triples(store: Store) -> tuple[set[str], set[str]]:
    lines = store.sorted_lines()
    return {line.rstrip()[:-2] for said in lines.values() for line in said}, set(lines)


def _renamed(said: Store, again: Store, names: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Return triples and graphs that were read back, with the names that they had."""
    after, homes = _triples(again)
    if names:
        marks = {f"<{found}>": f"<{iri}>" for found, iri in names.items()}
        after = {_mapped(line, marks) for line in after}
    old, new = namespace_of(said), namespace_of(again)
    if old != new:
        graph = ontology.GRAPH + new.removeprefix(ontology.ID).rstrip("/")
        whole = ontology.GRAPH + old.removeprefix(ontology.ID).rstrip("/")
        for found, iri in ((f"<{new}", f"<{old}"), (f"<{graph}>", f"<{whole}>")):
            after = {line.replace(found, iri) for line in after}
        homes = {whole if home == graph else home for home in homes}
    return after, homes


def _mapped(line: str, marks: Mapping[str, str]) -> str:
    subject, predicate, value = line.split(" ", 2)
    return f"{marks.get(subject, subject)} {predicate} {marks.get(value, value)}"


def _classes(lines: Iterable[str]) -> dict[str, str]:
    """Return for what is no node of the argument (passages, agents, figures) its class."""
    found: dict[str, str] = {}
    nodes: set[str] = set()
    for line in sorted(lines):
        subject, predicate, value = line.split(" ", 2)
        if predicate == _TYPE:
            if value in _NODES:
                nodes.add(subject)
            elif ontology.ARG in value or subject not in found:
                found[subject] = value
    return {subject: value for subject, value in found.items() if subject not in nodes}


def _what(
    subject: str,
    predicate: str,
    value: str,
    classes: Mapping[str, str],
    prefixes: Mapping[str, str],
) -> str:
    if subject in classes:
        return curie(_bare(classes[subject]), prefixes)
    if predicate == _TYPE and value in _NODES:
        return curie(_bare(value), prefixes)
    return curie(_bare(predicate), prefixes)


def _bare(term: str) -> str:
    return term.removeprefix("<").removesuffix(">")
