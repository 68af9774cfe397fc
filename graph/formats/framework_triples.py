"""Abstract frameworks to RDF and back: see :mod:`whyso.graph.formats.framework_graphs`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

import numpy as np
import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError, ParseError, UnknownNameError
from whyso.graph.formats.account import Account
from whyso.graph.formats.draft import Draft, namespace_of
from whyso.graph.formats.framework_graphs import BIPOLAR, framework_reader
from whyso.graph.formats.frameworks import dump_framework, parse_framework
from whyso.graph.formats.proof import proven
from whyso.graph.semantics.bipolar import Bipolar
from whyso.graph.semantics.dung import Framework, Ints
from whyso.graph.semantics.links import Links
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["read_framework_graph", "statements", "write_framework_graph"]

_TITLES: Final = {"af": "ICCMA's af", "apx": "APX", "tgf": "TGF", BIPOLAR: "bipolar APX"}
_MOST: Final = 20_000_000  # triples of a graph, at most
_LINES: Final = ox.RdfFormat.N_TRIPLES
_PIECE: Final = 200_000  # lines that go to the engine at once
_SAFE: Final = "-._~!$&'*+;=:@"  # no brackets and commas: steps are named att(a,b)
_WORD: Final = re.compile(r"[\w~.-]+", re.ASCII)
_SUPPORT: Final = re.compile(
    r"\b(?:support|supp|sup|bsup|dsup|nsup)\s*\(\s*([^\s(),]+)\s*,\s*([^\s(),]+)\s*\)\s*\."
)
_NAMED: Final = re.compile(rb"#[ \t]+([0-9]{1,8})[ \t]+(\S+)[ \t]*\r?\n")
_HEAD: Final = re.compile(rb"(?:#[^\n]*\n|[ \t\r]*\n)*p[ \t]+af[^\n]*\n")
_UNSAYABLE: Final = re.compile(r"[^A-Za-z0-9_-]+")
_BLANK: Final = re.compile(r"\s")
_SAYABLE: Final = re.compile(r"[^\s(),.#%]+")
_WHY: Final = {
    "arg:premise": "a framework has attacks alone, no supports",
    "arg:conclusion": "a framework has attacks alone, no supports",
    "arg:Inference": "a framework has attacks alone, no supports",
    "arg:Undercut": "an argument cannot attack a step of a framework",
    "rdfs:label": "a framework has names, no texts",
}
_BIPOLAR_WHY: Final = {
    "arg:premise": "each premise supports by itself",
    "arg:Undercut": "an attacked step is an argument of its own",
    "rdfs:label": "a framework has names, no texts",
}


def read_framework_graph(
    data: bytes, form: str, *, name: str, base: str | None = None
) -> tuple[Store, Account]:
    """Return the argument graph of a framework.

    Args:
        data: the file.
        form: ``af``, ``apx``, ``tgf`` or ``bipolar-apx``.
        name: stands for it in messages; its stem names the source.
        base: the namespace of the nodes.

    Raises:
        ParseError: the file is broken, or makes a graph too large for the engine.
        InputError: *base* is no IRI.

    >>> read_framework_graph(b"p af 2\\n1 2\\n", "af", name="tea.af")[1].kept["edges"]
    2
    """
    if form == BIPOLAR:
        framework, supports = _parse_bipolar(data, name)
    else:
        framework, supports = parse_framework(data, form, name), np.zeros((0, 2), np.int32)
    names = _names(data, framework) if form == "af" else [str(one) for one in framework.names]
    return _stored(framework, supports, names, Draft(form, name=name, base=base))


def _names(data: bytes, framework: Framework) -> Sequence[str] | None:
    """Return the names that comments below the head give, ``# 3 name``; None if there are none."""
    head = _HEAD.match(data)
    at = head.end() if head else 0
    found: dict[int, str] = {}
    last = 0
    while (line := _NAMED.match(data, at)) and last < int(line[1]) <= len(framework):
        last = int(line[1])
        found[last] = line[2].decode("utf-8", "replace")
        at = line.end()
    if not found or len(set(found.values())) < len(found):
        return None
    names = [found.get(number, str(number)) for number in range(1, len(framework) + 1)]
    return names if len(set(names)) == len(names) else None


def _parse_bipolar(data: bytes, name: str) -> tuple[Framework, Ints]:
    try:
        text = re.sub(r"%.*", "", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return parse_framework(data, "apx", name), np.zeros((0, 2), np.int32)  # which tells where
    supports = _SUPPORT.findall(text)
    rest = _SUPPORT.sub(lambda found: "\n" * found[0].count("\n"), text)
    framework = parse_framework(rest.encode(), "apx", name)
    places = {one: place for place, one in enumerate(framework.names)}
    for pair in supports:
        for one in pair:
            if one not in places:
                reason = str(UnknownNameError("argument", one, framework.names[:1000]))
                where = re.search(rf"[(,]\s*{re.escape(one)}\s*[,)]", text)
                line = text.count("\n", 0, where.start()) + 1 if where else None
                raise ParseError(name, reason, line=line)
    pairs = [(places[one], places[other]) for one, other in supports]
    return framework, np.array(pairs, dtype=np.int32).reshape(-1, 2)


def _stored(
    framework: Framework, supports: Ints, names: Sequence[str] | None, draft: Draft
) -> tuple[Store, Account]:
    """Return a framework as RDF; the lines go to the engine as text, a million in seconds."""
    attacks = np.stack([framework.source, framework.target], axis=1)
    size = len(framework) + 3 * (len(attacks) + len(supports))
    if size > _MOST:
        reason = f"a graph of {size} triples; the limit is {_MOST}. 'whyso solve' takes more"
        raise ParseError(draft.name, reason)
    once: list[Ints] = []
    for what, pairs in (("attacks", attacks), ("supports", supports)):
        once.append(np.unique(pairs, axis=0) if len(pairs) else pairs)
        twice = len(pairs) - len(once[-1])
        if twice:
            draft.approximated.add(what, f"{twice} said before", triples=0)
    said = [str(n) for n in range(1, len(framework) + 1)] if names is None else names
    local = [_iri(draft, one) for one in said]
    hit = frozenset(once[1][:, 0].tolist())
    store = Store()
    graph = ox.NamedNode(draft.graph)
    for lines in _pieces(_lines(draft.space, local, once[0], once[1], hit)):
        try:
            store.engine.load("".join(lines), _LINES, to_graph=graph)
        except SyntaxError:
            raise InputError(f"{draft.name}: {draft.space!r} is no IRI to begin names") from None
    store.refresh()
    if len(framework):
        store.files[draft.graph] = draft.name
    steps = len(once[0]) + len(once[1])
    kept = {"statements": len(local), "steps": steps, "utterances": 0, "edges": 2 * steps}
    kept["triples"] = len(local) + 3 * steps
    rows = draft.approximated.rows()
    return store, Account(draft.format, "read", kept, rows, draft.dropped.rows())


def _iri(draft: Draft, name: str) -> str:
    """Return the part of an argument's IRI behind the namespace, or the whole IRI."""
    if _WORD.fullmatch(name):
        return name
    whole = draft.iri(name)
    return quote(name, safe=_SAFE) if whole.startswith(draft.space) else whole


def _lines(
    space: str, local: Sequence[str], attacks: Ints, supports: Ints, hit: frozenset[int]
) -> Iterator[str]:
    type_, arg = f"<{ontology.PREFIXES['rdf']}type>", ontology.ARG
    whole = [one if "/" in one and ":" in one else space + one for one in local]
    for iri in whole:
        yield f"<{iri}> {type_} <{arg}Claim> .\n"
    kinds = ("Rebuttal", "Undermining")
    for one, other in attacks.tolist():
        step = f"<{space}att({local[one]},{local[other]})>"
        yield (
            f"{step} {type_} <{arg}{kinds[other in hit]}> .\n"
            f"{step} <{arg}attacker> <{whole[one]}> .\n{step} <{arg}target> <{whole[other]}> .\n"
        )
    for one, other in supports.tolist():
        step = f"<{space}support({local[one]},{local[other]})>"
        yield (
            f"{step} {type_} <{arg}Inference> .\n"
            f"{step} <{arg}premise> <{whole[one]}> .\n{step} <{arg}conclusion> <{whole[other]}> .\n"
        )


def _pieces(lines: Iterable[str]) -> Iterator[list[str]]:
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        if len(piece) == _PIECE:
            yield piece
            piece = []
    yield piece


def statements(links: Links) -> tuple[Framework, Ints]:
    """Return statements and the attacks between them, and the link that each attack is from.

    An attack by several together, and one that is attacked itself, is left out.

    >>> from whyso.graph import sample
    >>> statements(Links.of(sample().store))[0]
    Framework(125 arguments, 17 attacks)
    """
    lone = np.bincount(links.source_link, minlength=len(links.steps)) == 1
    lone &= links.sign < 0
    lone[links.target[links.on_link]] = False
    source = np.zeros(len(links.steps), dtype=np.int32)
    source[links.source_link] = links.source
    ends = ~links.on_link & lone[links.target_link]
    link = links.target_link[ends]
    return Framework(links.claims, source[link], links.target[ends]), link.astype(np.int32)


def write_framework_graph(g: "ArgumentGraph", form: str) -> tuple[bytes, Account]:
    """Return the framework of an argument graph, and the account of writing.

    >>> from whyso.graph import sample
    >>> write_framework_graph(sample(), "af")[0].split(b"\\n", 1)[0]
    b'p af 125'
    """
    links = Links.of(g.store)
    supports = np.zeros((0, 2), np.int32)
    if form == BIPOLAR:
        bipolar = Bipolar.of(links)
        framework = Framework(bipolar.names, bipolar.attacker, bipolar.attacked)
        supports = np.stack([bipolar.supporter, bipolar.supported], axis=1)
    else:
        framework, _ = statements(links)
    names = _sayable(list(framework.names), namespace_of(g.store), whole=form == "af")
    named = Framework(names, framework.source, framework.target)
    data = dump_framework(named, "apx" if form == BIPOLAR else form)
    lines = (f"support({names[one]},{names[end]}).\n" for one, end in supports.tolist())
    data += "".join(lines).encode()
    return data, _account(g, data, form, _renamed(g, links, framework.names, names, form))


def _account(g: "ArgumentGraph", data: bytes, form: str, names: dict[str, str]) -> Account:
    """Return the account of writing; where all comes back the same, without going line by line."""
    read = framework_reader(form)
    graphs = g.store.source_graphs()
    if not names and len(graphs) == 1 and not g.store.verdict_graphs():
        again, account = read(data, name=f"{_slug(g)}.txt")
        if account.lossless and again.source_graphs() == graphs:
            home = graphs[0]
            dumped = (one.engine.dump(format=_LINES, from_graph=home) for one in (g.store, again))
            one, other = ((lines or b"").splitlines() for lines in dumped)
            if len(one) == len(other) and set(one) == set(other):
                return Account(form, "write", account.kept)
    reasons = _BIPOLAR_WHY if form == BIPOLAR else _WHY
    where = _TITLES[form]
    return proven(g, data, form, read, where=where, reasons=reasons, names=names)


def _slug(g: "ArgumentGraph") -> str:
    return namespace_of(g.store).rstrip("/").rpartition("/")[2]


def _sayable(iris: list[str], base: str, *, whole: bool) -> list[str]:
    """Return a name for each IRI: the local one, else the whole, else one that can be said."""
    draft = Draft("af", name="source", base=base)
    names: list[str] = []
    taken: set[str] = set()
    for iri in iris:
        name = unquote(iri[len(base) :]) if iri.startswith(base) else iri
        word = name is not iri and _WORD.fullmatch(name) and "." not in name
        same = word or (name and draft.iri(name) == iri and not _BLANK.search(name))
        if not same or not (word or whole or _SAYABLE.fullmatch(name)):
            name = _UNSAYABLE.sub("_", re.split(r"[/#]", iri.rstrip("/#"))[-1]) or "argument"
        number = 1
        unique = name
        while unique in taken:
            number += 1
            unique = f"{name}_{number}"
        taken.add(unique)
        names.append(unique)
    return names


def _renamed(
    g: "ArgumentGraph", links: Links, iris: Sequence[Any], names: list[str], form: str
) -> dict[str, str]:
    """Return what reading calls claims and steps that have other names in the graph."""
    draft = Draft(form, name=f"{_slug(g)}.txt")
    local = dict(zip(iris, (_iri(draft, name) for name in names), strict=True))
    found = {}
    for iri, name in local.items():
        read_back = name if ":" in name and "/" in name else draft.space + name
        found[read_back] = iri
    first: dict[int, int] = {}
    for link, source in zip(links.source_link.tolist(), links.source.tolist(), strict=True):
        first.setdefault(link, source)
    ends = (links.target_link.tolist(), links.target.tolist(), links.on_link.tolist())
    for link, end, on_link in zip(*ends, strict=True):
        target = links.steps[end] if on_link else links.claims[end]
        one, other = (
            local.get(links.claims[first[link]]) if link in first else None,
            local.get(target),
        )
        if one is not None and other is not None:
            what = "att" if links.sign[link] < 0 else "support"
            found.setdefault(f"{draft.space}{what}({one},{other})", links.steps[link])
    return {read_back: iri for read_back, iri in found.items() if read_back != iri}
