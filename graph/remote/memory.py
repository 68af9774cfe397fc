"""What an engine would forget, written beside the graphs: datatypes of whole numbers and times.

An engine may keep every whole number as ``xsd:integer``. Which datatype a property of a graph had
stands in a graph of its own, ``.../store/datatypes/...``, as on disk (:mod:`whyso.graph.store`).
"""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.remote.store import RemoteStore

__all__ = ["place_of", "remember", "remembered"]

_PLACE: Final = ontology.STORE + "datatypes/"
_DATATYPE: Final = ox.NamedNode(ontology.STORE + "datatype")


def place_of(graph: str) -> str:
    """Return the graph that tells the datatypes of another one.

    >>> place_of("https://w3id.org/whyso/graph/tea")
    'https://w3id.org/whyso/store/datatypes/graph/tea'
    """
    return _PLACE + graph.removeprefix(ontology.BASE)


def remember(remote: RemoteStore, graph: str, datatypes: Mapping[str, str], *, old: bool) -> None:
    """Write the datatypes of a graph.

    Args:
        remote: the engine, opened for writing.
        graph: its IRI.
        datatypes: property to datatype.
        old: whether something may be there of it.

    Raises:
        OutputError: the engine refuses.

    >>> remember(RemoteStore("http://localhost/query"), "http://e/g", {}, old=False)
    """
    place = place_of(graph)
    said = "".join(
        f"{ox.NamedNode(name)} {_DATATYPE} {ox.NamedNode(kind)} .\n"
        for name, kind in sorted(datatypes.items())
    )
    if said and remote.engine.graphs:
        remote.put_graph(place, said.encode())
    elif said:
        home = ox.NamedNode(place)
        text = f"DROP SILENT GRAPH {home} ;\nINSERT DATA {{ GRAPH {home} {{ {said} }} }}"
        remote.update(text, twice=True)
    elif old:
        remote.delete_graph(place)


def remembered(remote: RemoteStore) -> dict[str, dict[str, str]]:
    """Return the datatypes that are written there: graph to property to datatype.

    Raises:
        WhysoError: the engine does not answer.

    >>> from whyso.graph.remote import Settings
    >>> remembered(RemoteStore("http://127.0.0.1:9/", settings=Settings(tries=1)))
    Traceback (most recent call last):
    whyso.graph.errors.InputError: http://127.0.0.1:9/: it cannot be reached: ...
    """
    found: dict[str, dict[str, str]] = {}
    text = f"SELECT ?graph ?name ?kind WHERE {{ GRAPH ?graph {{ ?name {_DATATYPE} ?kind }} }}"
    for graph, name, kind in remote.query(text).raw_rows:
        rest = graph.value.removeprefix(_PLACE)
        home = rest if "://" in rest else ontology.BASE + rest
        found.setdefault(home, {})[name.value] = kind.value
    return found
