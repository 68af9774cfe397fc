"""xAIF, the wrapper around AIF-JSON that OVA3 and the tools of oAMF pass on.

Source: the xAIF of the Open Argument Mining Framework (arg-tech/oAMF) and the files of OVA3
(arg-tech/OVA3): ``AIF`` beside ``text`` with marked spans, ``dialog``, ``OVA`` with positions, and
whatever modules add. All of that is carried. The format lets modules add keys of their own; under
``whyso`` stands what AIF cannot say, so that a graph from elsewhere comes back the same.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from whyso import ontology
from whyso.graph.errors import InputError, ParseError
from whyso.graph.formats.account import Account, Row, Rows
from whyso.graph.formats.aif.aif_json import REASONS, dumped
from whyso.graph.formats.aif.document import clean, from_object, to_object
from whyso.graph.formats.aif.nodeset import AIFDB, Nodeset
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.reading import say
from whyso.graph.formats.aif.restoring import Restored, restored
from whyso.graph.formats.aif.spans import mark_passages
from whyso.graph.formats.draft import Draft, carried, namespace_of
from whyso.graph.formats.incoming import read_json
from whyso.graph.formats.proof import proven
from whyso.graph.formats.rdf import counted
from whyso.graph.formats.sniffing import json_document
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["read_wrapped", "read_xaif", "sniff_xaif", "write_xaif"]

_KEY: Final = "whyso"
_CARRIED: Final = "xaif"
_SPACE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:[^\x00-\x20<>\"{}|\\^`]{1,2000}\Z")
_LEAST: Final = 10_000  # tools count nodes from 0; ids of AIFdb are larger, but for the oldest


def read_xaif(
    data: bytes, *, name: str, base: str | None = None, analysts: bool = True
) -> tuple[Store, Account]:
    """Read xAIF.

    Marked spans become passages of the node that they name, or whose text they hold. Ids of digits
    from 10,000 on are those of AIFdb; smaller ones are those of a tool that counts from 0.

    Args:
        data: the JSON text.
        name: the file, for messages and for the name of the source.
        base: the namespace of the nodes.
        analysts: whether to keep the locutions by which analysts keep their books.

    Raises:
        ParseError: it is no JSON, or no xAIF.

    >>> text = b'{"AIF": {"nodes": [{"nodeID": 0, "type": "I", "text": "Tea."}], "edges": []}}'
    >>> read_xaif(text, name="tea.json")[1].kept["statements"]
    1
    """
    said = read_json(data, name)
    approximated, dropped = Rows(), Rows()
    said = clean(said, approximated)
    if not isinstance(said.get("AIF"), dict):
        raise ParseError(name, "no xAIF: there is no object named AIF")
    nodeset = from_object(said["AIF"], name, dropped)
    nodeset.wrapper = {key: value for key, value in said.items() if key not in ("AIF", _KEY)}
    ours = said.get(_KEY)
    return read_wrapped(
        nodeset,
        name=name,
        base=base,
        analysts=analysts,
        ours=ours if isinstance(ours, dict) else {},
        rows=(approximated, dropped),
    )


def read_wrapped(
    nodeset: Nodeset,
    *,
    name: str,
    base: str | None,
    analysts: bool = True,
    ours: Mapping[str, Any] | None = None,
    rows: tuple[Rows, Rows] | None = None,
    format: str = "xaif",
) -> tuple[Store, Account]:
    """Return the RDF of a nodeset with a wrapper, and the account of reading.

    Args:
        nodeset: the nodeset.
        name: the file.
        base: the namespace of the nodes.
        analysts: whether to keep the locutions by which analysts keep their books.
        ours: what stands under ``whyso``.
        rows: rows for the account so far, of what is approximated and dropped.
        format: the name of the format that was read.

    Raises:
        InputError: the namespace is no IRI.

    >>> store, _ = read_wrapped(Nodeset(wrapper={"dialog": True}), name="tea.json", base=None)
    >>> carried(store, "xaif")
    {'https://w3id.org/whyso/graph/tea': {'dialog': True}}
    """
    ours = ours or {}
    told = ours.get("space")
    if told is not None and not (isinstance(told, str) and _SPACE.match(told)):
        raise ParseError(name, "the space under whyso is no namespace, such as http://example.org/")
    space = told or base
    least = ours.get("least", _LEAST if base is None else None)
    if isinstance(ours.get("ids"), dict):
        _named(nodeset, ours["ids"])
    draft = Draft(format, name=name, base=space)
    if rows is not None:
        draft.approximated, draft.dropped = rows
    plain = ours.get("plain") is True
    claims = say(
        nodeset,
        draft,
        least=least if isinstance(least, int) else None,
        analysts=analysts,
        skeleton=not plain,
    )
    wrapper = nodeset.wrapper or {}
    mark_passages(claims, wrapper.get("text"), draft)
    foreign = not plain or set(wrapper) - {"text", "dialog", "OVA"}
    if foreign and wrapper != _wrapper(claims.nodeset):
        draft.carry(draft.graph, wrapper, _CARRIED)
    store, account = draft.finish()
    if ours:
        return _changed(store, account, ours, claims.nodeset, claims.place, name)
    return store, account


def _changed(
    store: Store,
    account: Account,
    ours: Mapping[str, Any],
    nodeset: Nodeset,
    place: Place,
    name: str,
) -> tuple[Store, Account]:
    """Take away and add what stands under ``whyso``, as far as the file still has it."""
    remove, add = (_listed(ours.get(key)) for key in ("remove", "add"))
    here = _lines(store)
    stale = {tuple(line.split(" ", 2)[:2]) for line in remove if line not in here}
    told = ours.get("nodes")
    ids = {node.id for node in nodeset.nodes}
    gone = {
        f"<{place.iri_of(id)}>"
        for id in (told if isinstance(told, list) else ())
        if isinstance(id, str) and id not in ids
    }
    rows = Rows()
    kept = here - set(remove)
    for line in add:
        subject, predicate, value = [*line.split(" ", 2), "", ""][:3]
        if (subject, predicate) in stale:
            rows.add("whyso", "the file was changed: what is kept beside it is old", subject[1:-1])
        elif gone and (subject in gone or value.split(" ", 1)[0] in gone):
            rows.add("whyso", "its node is no longer in the file", subject[1:-1])
        else:
            kept.add(line)
    changed = Store()
    try:
        changed.read_text("\n".join(sorted(kept)), "n-quads", name=name)
    except ParseError as error:
        raise ParseError(name, f"under whyso stands no RDF ({error.reason})") from None
    for graph in changed.source_graphs():
        changed.files.setdefault(graph.value, name)
    prefixes = ours.get("prefixes")
    changed.prefixes |= store.prefixes
    if isinstance(prefixes, dict):
        changed.prefixes |= {str(k): v for k, v in prefixes.items() if isinstance(v, str)}
    dropped: tuple[Row, ...] = account.dropped + rows.rows()
    return changed, replace(account, kept=counted(changed), dropped=dropped)


def _listed(lines: Any) -> list[str]:
    said = lines if isinstance(lines, list) else []
    return [line for line in said if isinstance(line, str) and "\n" not in line]


def write_xaif(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Write xAIF; nothing is lost.

    >>> from whyso.graph import sample
    >>> write_xaif(sample())[1].lossless
    True
    """
    found = restored(g.store, lang=lang)
    wrappers = list(carried(g.store, _CARRIED).values())
    wrapper = wrappers[0] if wrappers and isinstance(wrappers[0], dict) else None
    plain = not found.skeletons
    ids = _numbered(found) if plain else {}
    said = {"AIF": to_object(found.nodeset), **(wrapper or _wrapper(found.nodeset))}
    name = f"{namespace_of(g.store).rstrip('/').rsplit('/', 1)[-1]}.json"
    wanted = _lines(g.store)
    try:
        same = not plain and _lines(read_xaif(dumped(said), name=name)[0]) == wanted
    except InputError:
        same = False
    if not same:
        ours: dict[str, Any] = {"version": 1, "space": found.place.space}
        ours["least"] = None if plain else found.place.least
        if plain:
            ours |= {"plain": True, "ids": ids}
        prefixes = g.store.prefixes.items() - ontology.PREFIXES.items()
        if prefixes:
            ours["prefixes"] = dict(sorted(prefixes))
        here = _lines(read_xaif(dumped({**said, _KEY: ours}), name=name)[0])
        ours["nodes"] = list(ids.values()) or [node.id for node in found.nodeset.nodes]
        ours["remove"], ours["add"] = sorted(here - wanted), sorted(wanted - here)
        said[_KEY] = ours
    data = dumped(said)
    return data, proven(g, data, "xaif", read_xaif, where="xAIF", reasons=REASONS)


def _numbered(found: Restored) -> dict[str, str]:
    """Number the nodes, as tools that add nodes expect; return number to id (or IRI)."""
    ids: dict[str, str] = {}
    for number, node in enumerate(found.nodeset.nodes, 1):
        iri = found.place.iri(node)
        ids[str(number)] = iri if node.extras or iri.startswith(AIFDB) else node.id
        node.extras = {}
    numbers = {node.id: str(number) for number, node in enumerate(found.nodeset.nodes, 1)}
    _rename(found.nodeset, numbers)
    return ids


def _named(nodeset: Nodeset, ids: Mapping[str, Any]) -> None:
    """Give the nodes back the ids that they had before they were numbered."""
    taken = {node.id for node in nodeset.nodes if node.id not in ids}
    back = {
        number: id for number, id in ids.items() if isinstance(id, str) and id and id not in taken
    }
    if len(set(back.values())) == len(back):
        _rename(nodeset, back)


def _rename(nodeset: Nodeset, names: Mapping[str, str]) -> None:
    for node in nodeset.nodes:
        if node.id in names:
            node.extras = {k: v for k, v in node.extras.items() if k != "nodeID"}
            node.id = names[node.id]
    for edge in nodeset.edges:
        edge.source = names.get(edge.source, edge.source)
        edge.target = names.get(edge.target, edge.target)
    for locution in nodeset.locutions:
        locution.node = names.get(locution.node, locution.node)
    nodeset.index()


def _lines(store: Store) -> set[str]:
    return {
        f"{line[:-1]}<{graph}> ." for graph, lines in store.sorted_lines().items() for line in lines
    }


def _wrapper(nodeset: Nodeset) -> dict[str, Any]:
    """Return a wrapper for a nodeset that has none."""
    spoken = any(node.type == "L" for node in nodeset.nodes)
    return {"text": "", "dialog": spoken, "OVA": {"nodes": [], "edges": []}}


def sniff_xaif(data: bytes) -> bool:
    """Tell whether a JSON text is xAIF.

    >>> sniff_xaif(b'{"AIF": {"nodes": []}}'), sniff_xaif(b'{"nodes": []}')
    (True, False)
    """
    said = json_document(data)
    return isinstance(said, dict) and isinstance(said.get("AIF"), dict)
