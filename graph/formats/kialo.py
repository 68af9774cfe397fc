"""Kialo's text export: one thesis, or a question with several, and a tree of pros and cons.

The shape is that of files which Kialo gives out; there is no specification. A title, an empty
line, then a claim a line by number: ``1.2. Pro: Tea is warm.`` Claims may run over lines, with
the text on the line below the number too. ``-> See 1.1.`` stands for a claim shown elsewhere.

Claims, pros (inferences) and cons (underminings of what is a Pro itself, else rebuttals) are
native. Where all that stands under a number has neither Pro nor Con, it is a question with answers.
Links of a claim become ``dcterms:references``; its Markdown is carried, and so are the blocks of
sources. Written are one premise a Pro, and attacks on a step as a Con below its first premise; all
else is told by the account.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.discussion import Discussion, Place
from whyso.graph.formats.draft import Draft, carried, namespace_of
from whyso.graph.formats.kialo_text import links, markers, plain, written
from whyso.graph.formats.proof import proven
from whyso.graph.store import Store
from whyso.graph.store.syntax import decode

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["read_kialo", "sniff_kialo", "write_kialo"]

_TITLE: Final = re.compile(r"\s*Discussion (Title|Name):[ \t]*(.*)")
_HEAD: Final = re.compile(r"(1(?:\.[0-9]{1,9})*)\.(?=[ \t]|$)[ \t]*(?:(Pro|Con)[ \t]*:)?(.*)", re.I)
_SEE: Final = re.compile(r"-> See (1(?:\.[0-9]{1,9})*)\.?\s*$")
_SOURCES: Final = re.compile(r"Sources:\s*$")
_SOURCE: Final = re.compile(r"\[(\d{1,6})\]\s*(.*)")
_URL: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]*[^\s<>\"{}|\\^`.,;:!?]")
_REASONS: Final = {
    "rdfs:label": "Kialo shows one text, without its language and the blanks around lines",
    "arg:premise": "Kialo has one premise a Pro: each becomes a Pro of its own",
    "arg:target": "Kialo has no attack on a step: it is a Con of the step's first premise",
    "dcterms:title": "Kialo has a title without a language",
    "dcterms:references": "Kialo has links in the words of a claim only",
}


@dataclass(slots=True)
class _Entry:
    """A numbered entry.

    *see* is the claim that it refers to; *asks* tells whether it is a question, *supports* whether
    it is a Pro anywhere.
    """

    number: str
    stance: str
    text: str
    sources: list[list[str]] = field(default_factory=list)
    parent: str = ""
    see: str = ""
    asks: bool = False
    supports: bool = False


_Entries: TypeAlias = dict[str, _Entry]


def sniff_kialo(data: bytes) -> bool:
    """Tell whether a text is an export of Kialo.

    >>> sniff_kialo(b"Discussion Title: Tea?\\n\\n1. Tea is warm.\\n"), sniff_kialo(b"Tea is warm.")
    (True, False)
    """
    return _TITLE.match(data[:4096].decode("utf-8-sig", "replace")) is not None


def read_kialo(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return the argument that an export of Kialo makes.

    Raises:
        ParseError: it is not UTF-8, or has no thesis.

    >>> text = b"Discussion Title: Tea?\\n\\n1. Drink tea.\\n1.1. Pro: It is warm.\\n"
    >>> store, account = read_kialo(text, name="tea.txt")
    >>> account.kept["statements"], account.kept["steps"], account.lossless
    (2, 1, True)
    """
    lines = decode(data, name).decode("utf-8").replace("\r\n", "\n").split("\n")
    draft = Draft("kialo", name=name, base=base)
    start = next((at for at, line in enumerate(lines) if _HEAD.match(line)), None)
    if start is None:
        raise ParseError(name, "no thesis: a line such as '1. Tea is good.'", line=len(lines))
    found = list(_entries(lines[start:], draft))
    whole = _header(lines[:start], draft)
    if found[-1].sources and sum(bool(entry.sources) for entry in found) == 1:
        whole["sources"], found[-1].sources = found[-1].sources, []
    sources = dict(whole.get("sources", []))
    entries = _referring(_numbered(found, draft), draft)
    _mark(entries)
    for entry in entries.values():
        if not entry.see:
            _describe(entry, sources, draft)
        if entry.parent:
            _tie(entry, entries, draft)
    if whole:
        draft.carry(draft.graph, whole)
    return draft.finish()


def _header(lines: Sequence[str], draft: Draft) -> dict[str, Any]:
    """Say the title; return what else stands before the thesis."""
    whole: dict[str, Any] = {}
    rest: list[str] = []
    title: list[str] = []
    variant, below = "", False
    for line in map(str.strip, lines):
        found = _TITLE.match(line)
        if found and not variant:
            variant, title = found[1], [found[2]] if found[2] else []
            below = not title
        elif line:
            (title if below else rest).append(line)
        elif title:
            below = False
    if title:
        draft.text(draft.graph, "dcterms:title", " ".join(title))
    if variant != "Title":
        whole["variant"] = variant  # "" where there is no title
    return whole | ({"head": rest} if rest else {})


def _entries(lines: Sequence[str], draft: Draft) -> Iterator[_Entry]:
    """Yield the numbered entries with their texts and sources; after the thesis, ``1.`` is text."""
    entry: _Entry | None = None
    words: list[str] = []
    citing = False
    for line in map(str.strip, lines):
        found = _HEAD.match(line)
        if found is not None and (entry is None or found[1] != "1"):
            if entry is not None:
                entry.text = "\n".join(words).strip("\n")
                yield entry
            entry = _Entry(found[1], (found[2] or "").lower(), "")
            words, citing = [found[3].strip()], False
        elif entry is not None and not citing and _SOURCES.match(line):
            citing = True
        elif entry is not None and citing and line:
            one = _SOURCE.match(line)
            if one is not None:
                entry.sources.append([one[1], one[2]])
            elif entry.sources:
                entry.sources[-1][1] += "\n" + line
            else:
                draft.dropped.add("lines", "no source: [ and its number go first", entry.number)
        elif not citing:
            words.append(line)
    if entry is not None:
        entry.text = "\n".join(words).strip("\n")
        yield entry


def _numbered(found: Iterable[_Entry], draft: Draft) -> _Entries:
    """Return the entries by number, each with what it stands under."""
    entries: _Entries = {}
    last: dict[str, int] = {}
    for entry in found:
        parent, _, place = entry.number.rpartition(".")
        if entry.number in entries:
            draft.approximated.add("numbers", "used before: it gets another", entry.number)
            while f"{parent}.{last[parent]}" in entries:
                last[parent] += 1
            entry.number = f"{parent}.{last[parent]}"
        elif entries and parent not in entries:
            draft.approximated.add("numbers", "nothing above: it goes under the next", entry.number)
        elif not entries and parent:
            draft.approximated.add("numbers", "no thesis: the first is taken for it", entry.number)
        if parent:
            last[parent] = max(last.get(parent, 0), int(place))
        while entries and parent not in entries:
            parent = parent.rpartition(".")[0] or next(iter(entries))
        entry.parent = parent if entries else ""
        entries[entry.number] = entry
    return entries


def _referring(entries: _Entries, draft: Draft) -> _Entries:
    """Return the entries, those that stand for others with the claim that they stand for."""
    sees = {number: see[1] for number, one in entries.items() if (see := _SEE.match(one.text))}
    ends: dict[str, str] = {}
    for number in sees:
        path: dict[str, None] = {}
        while number in sees and number not in ends and number not in path:
            path[number] = None
            number = sees[number]
        whole = number in entries and number not in path
        ends |= dict.fromkeys(path, ends.get(number, number if whole else ""))
    kept: _Entries = {}
    for number, entry in entries.items():
        if ends.get(number) == "":
            draft.dropped.add("references", "there is no such claim", number)
        else:
            entry.see = ends.get(number, "")
            kept[number] = entry
    for entry in kept.values():
        while entry.parent and (entry.parent not in kept or kept[entry.parent].see):
            above = entries[entry.parent]
            why = "under a reference: it goes under its claim" if above.see in kept else ""
            why = why or "under a reference to nothing: it goes under the next"
            draft.approximated.add("numbers", why, entry.number)
            entry.parent = above.see if above.see in kept else above.parent
    return kept


def _mark(entries: _Entries) -> None:
    """Mark premises, and questions: neither for nor against, like all that stands under them."""
    tied: dict[str, bool] = {}
    for entry in entries.values():
        tied[entry.parent] = tied.get(entry.parent, False) or bool(entry.stance)
    for number, entry in entries.items():
        if entry.stance == "pro":
            entries[entry.see or number].supports = True
        entry.asks = not entry.see and not entry.stance and not tied.get(number, True)


def _tie(entry: _Entry, entries: _Entries, draft: Draft) -> None:
    """Say how a claim or question is tied to what it stands under."""
    one, above = entries[entry.see or entry.number], entries[entry.parent]
    source, end = draft.iri(one.number), draft.iri(above.number)
    if one is above:
        draft.dropped.add("references", "a claim that refers to itself", entry.number)
    elif entry.stance and one.asks:
        draft.dropped.add("references", "a question is neither for nor against", entry.number)
    elif entry.stance == "pro":
        step = draft.node(f"i{entry.number}", "arg:Inference")
        draft.link(step, "arg:premise", source)
        draft.link(step, "arg:conclusion", end)
    elif entry.stance == "con":
        kind = "arg:Undermining" if above.supports else "arg:Rebuttal"
        step = draft.node(f"x{entry.number}", kind)
        draft.link(step, "arg:attacker", source)
        draft.link(step, "arg:target", end)
    elif above.asks and one.asks:
        draft.link(end, "dcterms:hasPart", source)
    elif above.asks:
        draft.link(source, "arg:answers", end)
    else:
        draft.approximated.add("stance", "neither Pro nor Con: it clarifies", entry.number)
        draft.link(*((end, "arg:raises", source) if one.asks else (source, "arg:clarifies", end)))


def _describe(entry: _Entry, sources: Mapping[str, str], draft: Draft) -> None:
    """Say a claim or question: its words, its links, and how they were written."""
    label = plain(entry.text)
    iri = draft.node(entry.number, "arg:Question" if entry.asks else "arg:Claim", label or None)
    if not label:
        draft.approximated.add("rdfs:label", "a claim without words", entry.number)
    kept: dict[str, Any] = {"sources": entry.sources} if entry.sources else {}
    if written(label, stance=bool(entry.stance)) != entry.text:
        kept["markdown"] = entry.text
    if kept:
        draft.carry(iri, kept)
    own = dict(entry.sources)
    texts = (own.get(number, sources.get(number, "")) for number in markers(entry.text))
    cited = map(_URL.search, texts)
    for url in (*links(entry.text), *(found[0] for found in cited if found)):
        if _URL.fullmatch(url):
            draft.link(iri, "dcterms:references", url)


def write_kialo(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as a discussion in Kialo's form.

    What has several places in the tree is shown at one and referred to from the others. Several
    trees go below one thesis, the title.

    Raises:
        FormatError: the argument is too deep for numbers like 1.1.1.

    >>> from whyso.graph import sample
    >>> text, account = write_kialo(sample())
    >>> text.decode().splitlines()[0]
    'Discussion Title: Encoding of the statement on government guarantees'
    """
    said = carried(g.store, "kialo")
    discussion = Discussion(g, lang=lang)
    graphs = [graph.value for graph in g.store.source_graphs()]
    whole = _dict(said.get(graphs[0])) if graphs else {}
    lines = list(_above(discussion, whole))
    for place in discussion.places:
        lines.append(_line(place, _dict(said.get(place.key))))
    lines += _cited(whole)
    data = ("\n".join(lines) + "\n").encode()
    space = Draft("kialo", name=f"{namespace_of(g.store).rstrip('/').rpartition('/')[2]}.txt").space
    names = {space + local: iri for local, iri in discussion.names.items() if space + local != iri}
    account = proven(
        g, data, "kialo", read_kialo, where="Kialo's text", reasons=_REASONS, names=names
    )
    return data, account


def _above(discussion: Discussion, whole: Mapping[str, Any]) -> Iterator[str]:
    title = " ".join(discussion.title.split())
    if whole.get("variant") == "Name":
        yield from ("Discussion Name:", title, "")
    elif whole.get("variant") is None or discussion.titled:
        yield f"Discussion Title: {title}"
    head = [str(line) for line in _list(whole.get("head"))]
    if head or whole.get("variant") != "Name":
        yield from (*head, "")


def _line(place: Place, kept: Mapping[str, Any]) -> str:
    stance = f"{place.stance}: " if place.stance else ""
    if place.see:
        return f"{place.number}. {stance}-> See {place.see}."
    raw = kept.get("markdown")
    kept_as_it_was = isinstance(raw, str) and plain(raw) == place.text
    text = raw if kept_as_it_was else written(place.text, stance=bool(stance))
    return "\n".join([f"{place.number}. {stance}{text}", *_cited(kept)])


def _cited(kept: Mapping[str, Any]) -> Iterator[str]:
    found = [one for one in _list(kept.get("sources")) if isinstance(one, list) and len(one) == 2]
    if found:
        yield from ("", "Sources:")
    yield from (f"[{number}] {text}" for number, text in found)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
