"""The order of an Argdown file: its headings, and the elements that are defined under each."""

from typing import Any

from whyso.graph.formats.argdown.content import Content

__all__ = ["outline_of"]


def outline_of(
    content: Content, statements: dict[str, str], arguments: dict[str, str], ours: str
) -> list[dict[str, Any]]:
    """Return the headings of a file in order, each with the names of its elements.

    Args:
        content: the file.
        statements: title of a statement to its name.
        arguments: title of an argument to its name.
        ours: the key of metadata that are no part of the outline.

    >>> from whyso.graph.formats.argdown.content import content_of
    >>> content = content_of({"statements": {"a": {}}, "arguments": {}, "relations": []}, "a.json")
    >>> outline_of(content, {"a": "a"}, {}, "whyso")
    [{'nodes': ['a']}]
    """
    nodes: dict[str | None, list[tuple[tuple[int, int], str]]] = {}
    for title, one in content.statements.items():
        nodes.setdefault(one.section, []).append((one.place, statements[title]))
    for title, one in content.arguments.items():
        nodes.setdefault(one.section, []).append((one.place, arguments[title]))
    known = {section.id for section in content.sections}
    found: list[dict[str, Any]] = []
    first = [pair for key in nodes if key not in known for pair in nodes[key]]
    if first:
        found.append({"nodes": _ordered(first)})
    for section in content.sections:
        data = {key: value for key, value in section.data.items() if key != ours}
        if ours in section.data and not data and section.id not in nodes:
            continue  # a table of ours
        heading: dict[str, Any] = {"title": section.title, "level": section.level}
        heading |= {"tags": section.tags} if section.tags else {}
        heading |= {"data": data} if data else {}
        if section.id in nodes:
            heading["nodes"] = _ordered(nodes[section.id])
        found.append(heading)
    return found


def _ordered(pairs: list[tuple[tuple[int, int], str]]) -> list[str]:
    return [name for _, name in sorted(pairs, key=lambda pair: pair[0])]
