"""GML, as older graph programs and networkx read it: without loss."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.formats.account import Account
from whyso.graph.formats.exchange import counts, flat, outgoing
from whyso.graph.formats.incoming import to_store
from whyso.graph.store import Store
from whyso.graph.store.syntax import decode

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.model import ArgumentGraph

__all__ = ["read_gml", "write_gml"]

_ESCAPED: Final = re.compile(r'[^ -~]|[&"]')


def write_gml(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as GML.

    GML is ASCII and numbers its nodes, so other characters are written as ``&#8212;``, IRIs are in
    ``iri``, and an attribute such as ``label_zh-hans`` is ``label_zh_hans``. To networkx:
    ``restore(networkx.read_gml(path, label="iri"))``.

    >>> import networkx as nx
    >>> from whyso.graph import sample
    >>> data, account = write_gml(sample())
    >>> nx.parse_gml(data.decode(), label="iri").size() == account.kept["edges"], account.lossless
    (True, True)
    """
    net = outgoing(g, lang=lang)
    numbers = {key: number for number, key in enumerate(net)}
    lines = ["graph [", "  directed 1", "  multigraph 1", *_attributes(flat(net.graph), "  ")]
    for key, said in net.nodes(data=True):
        lines += (
            "  node [",
            f"    id {numbers[key]}",
            *_attributes({"iri": key} | said, "    "),
            "  ]",
        )
    for start, end, role, said in net.edges(keys=True, data=True):
        lines += ("  edge [", f"    source {numbers[start]}", f"    target {numbers[end]}")
        lines += (*_attributes({"key": role, "graph": said["graph"]}, "    "), "  ]")
    text = "\n".join([*lines, "]", ""])
    return text.encode("ascii"), Account("gml", "write", counts(net))


def _attributes(said: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in said.items():
        yield f"{indent}{name.replace('-', '_')} {_value(value)}"


def _value(value: str | float) -> str:
    if isinstance(value, float):
        text = repr(value)
        return text if "." in text else text.replace("e", ".0e")
    return f'"{_ESCAPED.sub(lambda found: f"&#{ord(found.group())};", value)}"'


def read_gml(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Read GML that has the attributes of :func:`write_gml`.

    Raises:
        ParseError: it is no GML.
        InputError: it is no argument: a node without a kind, an edge without a role.

    >>> from whyso.graph import sample
    >>> read_gml(write_gml(sample())[0], name="claims.gml")[1].lossless
    True
    """
    import networkx as nx

    def parse() -> "nx.Graph[Any]":
        lines = decode(data, name).decode("utf-8").split("\n")
        net: nx.Graph[Any] = nx.parse_gml(lines, label="iri")
        return net

    return to_store(parse, "gml", name)
