"""Small argument graphs, written as lines."""

from collections.abc import Iterable

import networkx as nx

from whyso.graph.dependencies import (
    grounds,
)

Net = nx.MultiDiGraph


def link(net: "Net[str]", edges: Iterable[tuple[str, str, str]]) -> None:
    for start, end, role in edges:
        net.add_edge(start, end, role)


def net_of(*lines: str) -> "Net[str]":
    """Build a graph from lines: ``a b > c`` is inference i1, ``a ~ b`` says that a depends on b."""
    net: Net[str] = Net()
    for number, line in enumerate(lines, 1):
        left, sign, right = line.rpartition(" > ") if " > " in line else line.rpartition(" ~ ")
        net.add_nodes_from([*left.split(), right], kind="claim", status="stated", asserted_by="ana")
        if sign == " ~ ":
            net.add_edge(left, right, "dependsOn")
            continue
        net.add_node(f"i{number}", kind="inference")
        link(net, ((premise, f"i{number}", "premise") for premise in left.split()))
        net.add_edge(f"i{number}", right, "conclusion")
    return net


def alone(net: "Net[str]", statement: str) -> set[str]:
    return {item.statement for item in grounds(net, statement).items if item.alone}
