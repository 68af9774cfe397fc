"""Who speaks in a nodeset: names before the words, participants, and analysts' bookkeeping."""

import re
from collections.abc import Mapping
from typing import Final

from whyso.graph.formats.aif.nodeset import Nodeset
from whyso.graph.formats.aif.schemes import plain

__all__ = ["Words", "bookkeeping", "words_of"]

Words = tuple[str, str | None, str]
"""What stands before the words, who speaks by that, and what stands behind the words."""


def words_of(text: str, known: Mapping[str, object] = {}) -> Words:
    """Return what surrounds the words of a locution, and the speaker it names.

    AIFdb writes ``Name : words``, Araucaria ``Name says 'words'``. ``Name: words`` counts if the
    name is *known*, or if it looks like one.

    >>> words_of("Claire Cooper : I am worried.")
    ('Claire Cooper : ', 'Claire Cooper', '')
    >>> words_of("Speaker says 'it should be avoided'")
    ("Speaker says '", 'Speaker', "'")
    >>> words_of("the point is: nobody asked"), words_of("CLINTON: well")
    (('', None, ''), ('CLINTON: ', 'CLINTON', ''))
    """
    found = _COLON.match(text)
    if found and (
        found[2][0].isspace() or found[1].strip() in known or _NAME.fullmatch(found[1].strip())
    ):
        return found[0], found[1].strip(), ""
    says = _SAYS.match(text)
    if says:
        end = says[2] if says[2] and text.rstrip().endswith(says[2]) else ""
        if end and len(text.rstrip()) > says.end():
            return says[0], says[1].strip(), text[len(text.rstrip()) - 1 :]
        if not says[2]:
            return says[0], says[1].strip(), ""
    return "", None, ""


def bookkeeping(nodeset: Nodeset) -> dict[str, tuple[str, str | None]]:
    """Return the locutions by which analysts keep their books: id to what is set before another
    locution's text, and the id of that one (None if there is none of that text).

    They are ``Analyst: Name : words``: anchors of the illocution Analysing, or nodes without any
    edge. What a speaker reports of another has its place in the dialogue, and is none.

    >>> from whyso.graph.formats.aif.nodeset import Node
    >>> said = [Node("1", "L", "Ana : tea"), Node("2", "L", "Chris: Ana : tea")]
    >>> bookkeeping(Nodeset(said))
    {'2': ('Chris: ', '1')}
    """
    locutions = [node for node in nodeset.nodes if node.type == "L"]
    texts: dict[str, str] = {}
    for node in locutions:
        texts.setdefault(node.text.strip(), node.id)
    found: dict[str, tuple[str, str | None]] = {}
    for node in locutions:
        after = nodeset.out_of(node.id)
        analyses = any(y.type == "YA" and plain(y.named) == "analysing" for y in after)
        if not analyses and (after or nodeset.into(node.id)):
            continue
        before = _ANALYST.match(node.text)
        if before is None:
            if analyses:
                found[node.id] = ("", None)
            continue
        of = texts.get(node.text[before.end() :].strip())
        close = not before[1]
        if analyses or of is not None or (close and " : " in node.text[before.end() :]):
            found[node.id] = (before[0], of)
    return found


_COLON: Final = re.compile(r"\s*([^:\n]{1,60}?)(\s*:\s+)(?=\S)")
_NAME: Final = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: (?:(?:van|von|de|da|of|the|al) )?[A-ZÀ-ÖØ-Þ0-9][\w.'’-]*){0,3}"
)
_SAYS: Final = re.compile(r"\s*([A-Z][\w.'’-]*(?: [A-Z0-9][\w.'’-]*){0,3}) says (?:that )?(['\"]?)")
_ANALYST: Final = re.compile(r"\s*[^:\n]{1,40}?( ?):\s+(?=\S)")
