"""AIF-JSON as AIFdb gives it out: ``nodes``, ``edges`` and ``locutions``.

Source: the JSON of AIFdb (www.aifdb.org; Lawrence, Bex, Reed and Snaith 2012, "AIFdb:
Infrastructure for the Argument Web"). What is read is written again as it was, unknown keys too;
a graph that comes from elsewhere loses what AIF has no nodes for, and the account tells it.
"""

import json
from typing import TYPE_CHECKING, Any

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.aif.document import clean, from_object, to_object
from whyso.graph.formats.aif.reading import say
from whyso.graph.formats.aif.restoring import restored
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.incoming import read_json
from whyso.graph.formats.proof import proven
from whyso.graph.formats.sniffing import json_document
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["REASONS", "dumped", "read_aif_json", "sniff_aif_json", "write_aif_json"]

REASONS = {
    "rdfs:label": "AIF holds one text, without its language",
    "carried:aif": "what AIF's own readers keep for the way back",
    "carried:xaif": "AIF-JSON has no wrapper; xaif has one",
}


def read_aif_json(
    data: bytes, *, name: str, base: str | None = None, analysts: bool = True
) -> tuple[Store, Account]:
    """Read AIF-JSON.

    Nodes whose ids are digits are those of AIFdb and have its IRIs, so that nodesets merge on them;
    with *base*, and for other ids, nodes belong to the source alone.

    Args:
        data: the JSON text.
        name: the file, for messages and for the name of the source.
        base: the namespace of the nodes.
        analysts: whether to keep the locutions by which analysts keep their books
            (``Analyst: Name : words``), which are no part of the debate.

    Raises:
        ParseError: it is no JSON, or no AIF.

    >>> text = b'{"nodes": [{"nodeID": "7", "type": "I", "text": "Tea is hot."}], "edges": []}'
    >>> store, account = read_aif_json(text, name="tea.json")
    >>> account.kept["statements"], account.lossless
    (1, True)
    """
    said = read_json(data, name)
    if "nodes" not in said and "AIF" in said:
        raise ParseError(name, "a wrapped nodeset: read it as xaif")
    draft = Draft("aif-json", name=name, base=base)
    nodeset = from_object(clean(said, draft.approximated), name, draft.dropped)
    say(nodeset, draft, least=0 if base is None else None, analysts=analysts)
    return draft.finish()


def write_aif_json(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Write AIF-JSON.

    Who asserts something becomes a locution and an illocution; a question is asked by one.

    >>> from whyso.graph import sample
    >>> data, account = write_aif_json(sample())
    >>> {"arg:premise", "arg:conclusion", "arg:attacker"} & {row.what for row in account.dropped}
    set()
    """
    found = restored(g.store, lang=lang)
    data = dumped(to_object(found.nodeset))
    account = proven(
        g,
        data,
        "aif-json",
        read_aif_json,
        where="AIF-JSON",
        reasons=REASONS,
        names=found.names,
    )
    return data, account


def sniff_aif_json(data: bytes) -> bool:
    """Tell whether a JSON text is AIF-JSON.

    >>> sniff_aif_json(b'{"nodes": [{"nodeID": "7", "type": "I", "text": ""}], "edges": []}')
    True
    >>> sniff_aif_json(b'{"nodes": [{"id": "7"}], "links": []}')
    False
    """
    said = json_document(data)
    if not isinstance(said, dict) or not isinstance(said.get("nodes"), list):
        return False
    nodes = said["nodes"]
    if not nodes:
        return "edges" in said and "locutions" in said
    return any(isinstance(node, dict) and "nodeID" in node for node in nodes[:5])


def dumped(said: Any) -> bytes:
    """Return JSON text as AIFdb's dumps are laid out.

    >>> dumped({"nodes": []})
    b'{\\n  "nodes": []\\n}\\n'
    """
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
