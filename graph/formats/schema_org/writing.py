"""Writing claims, and reviews of them, by schema.org."""

import copy
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account
from whyso.graph.formats.draft import carried
from whyso.graph.formats.proof import proven
from whyso.graph.formats.schema_org.items import Item, fields, values
from whyso.graph.formats.schema_org.reading import CONFORMS, FORMAT, VERDICT, read_schema_org
from whyso.graph.model.reading import Reader
from whyso.graph.model.records import Statement, text_in
from whyso.graph.network import CLASSES

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.semantics.recording.reading import Record

__all__ = ["write_schema_org"]

_CONTEXT: Final = "https://schema.org"
_P: Final = ontology.PREFIXES
_SCHEMA: Final = _P["schema"]
_AGENTS: Final = {_P["foaf"] + word: word for word in ("Person", "Organization")}
# What has our words in it says that it is more than RDF in our words.
_CONFORMS: Final = {"@id": f"{_CONTEXT}/Claim"}
# The scale of reviews that say what a verdict says.
_SCALE: Final = {"accepted": 3, "undecided": 2, "rejected": 1}
_TOLD: Final = {
    "accepted": "Stands in the argument",
    "undecided": "Undecided in the argument",
    "rejected": "Does not stand in the argument",
}
_SCALE_TOLD: Final = (
    "3: it stands, 2: undecided, 1: it does not stand, given what is said in this argument and "
    "what this standpoint grants. Worked out by a program from the argument alone: no check of "
    "facts."
)
_WHY: Final = "schema.org has no relations between claims"
_REASONS: Final = dict.fromkeys(
    (
        *("arg:premise", "arg:conclusion", "arg:attacker", "arg:target", "arg:answers"),
        *("arg:qualifies", "arg:dependsOn", "arg:clarifies", "arg:supersedes"),
        *("arg:inTensionWith", "arg:raises", "arg:underlies", "arg:Inference", "arg:Rebuttal"),
        *("arg:Undercut", "arg:Undermining", "arg:Conflict"),
    ),
    _WHY,
)


def write_schema_org(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return the claims of a graph by schema.org in JSON-LD, and the account of writing them.

    Each proposition is a Claim with its text in *lang*, its authors, and where it appears. If a
    verdict is written down that is not stale, each claim has a ClaimReview whose rating is 1, 2 or
    3 (rejected, undecided, accepted) and names the standpoint; the speaker's word if there is such
    a verdict. Claims and reviews that were read from others go back with all that they had.
    Schema.org has no relations between claims: questions, steps and the like are left out.

    >>> from whyso.graph import sample
    >>> data, account = write_schema_org(sample())
    >>> [item["@type"] for item in json.loads(data)["@graph"]][:1], account.lossless
    (['Claim'], False)
    """
    text = json.dumps(_document(g, lang), ensure_ascii=False, indent=2)
    data = text.replace("</", "<\\/").encode() + b"\n"  # fit for the script of a page
    return data, proven(g, data, FORMAT, read_schema_org, where="Schema.org", reasons=_REASONS)


def _document(g: "ArgumentGraph", lang: str) -> Item:
    return _Writing(g, lang).document()


class _Writing:
    def __init__(self, g: "ArgumentGraph", lang: str) -> None:
        self.g, self.lang, self.reader = g, lang, Reader(g.store)
        self.carried = {
            iri: told for iri, told in carried(g.store, FORMAT).items() if isinstance(told, dict)
        }
        self.claims = [
            statement for statement in g.statements() if not statement.kind.endswith("question")
        ]
        self.now = {statement.iri: statement for statement in self.claims}

    def document(self) -> Item:
        """Return the claims and their reviews, with what else the graph was read with."""
        within: set[str] = set()
        for iri, told in self.carried.items():
            if iri in self.now and isinstance(told.get("claims"), list):
                within.update(map(str, told["claims"]))
        found = [
            item
            for statement in self.claims
            if (item := self._item(statement, nested=statement.iri in within)) is not None
        ]
        context: Any = _CONTEXT
        for iri, told in self.carried.items():
            if iri not in self.now:
                context = told.get("@context", context)
                found += [other for other in values(told, "others") if isinstance(other, dict)]
        listed = found + self._verdicts()
        if len(listed) == 1 and isinstance(context, str):
            return {"@context": context} | listed[0]
        return {"@context": context, "@graph": listed}

    # Claims

    def _item(self, statement: Statement, *, nested: bool) -> Item | None:
        told = self.carried.get(statement.iri, {})
        item = told.get("item")
        if not isinstance(item, dict):
            return None if nested else self._new(statement)
        claims = told.get("claims")
        if not isinstance(claims, list):
            return self._refreshed(item, statement)
        item = copy.deepcopy(item)
        self._authors(item, statement, told.get("said"))
        for key in item:
            if fields({key: 0}).keys() == {"itemReviewed"}:
                inner = [self._reviewed(one) for one in values(item, key)]
                item[key] = inner if isinstance(item[key], list) else _one(inner)
        first = self.now.get(str(claims[0])) if claims else None
        said = told.get("said")
        was = said.get("text") if isinstance(said, dict) else None
        if first is not None and was is not None and was not in first.labels.values():
            _put(item, "claimReviewed", first.label(self.lang))
        return item

    def _reviewed(self, item: Any) -> Any:
        key = item.get("@id") if isinstance(item, dict) else None
        statement = self.now.get(key) if isinstance(key, str) else None
        return self._refreshed(item, statement) if statement and len(item) > 1 else item

    def _refreshed(self, item: Item, statement: Statement) -> Item:
        """Return an object as it was read, but for what the graph says otherwise by now."""
        item = copy.deepcopy(item)
        said = self.carried.get(statement.iri, {}).get("said")
        was = said.get("text") if isinstance(said, dict) else None
        if statement.labels and was not in statement.labels.values():
            _put(item, "text", statement.label(self.lang))
        self._authors(item, statement, said)
        return item

    def _authors(self, item: Item, statement: Statement, said: Any) -> None:
        found = self._speakers(statement)
        was = said.get("author") if isinstance(said, dict) else None
        if was is not None and found != was:
            _put(item, "author", _one([self._agent(agent) for agent in found]))

    def _new(self, statement: Statement) -> Item:
        item: Item = {"@type": "Claim", "@id": statement.iri}
        kind = CLASSES[statement.kind]
        if kind != "Claim":
            item["additionalType"] = ontology.ARG + kind
            item[CONFORMS] = _CONFORMS
        text = text_in(statement.labels, self.lang)
        if text:
            tongue = next(lang for lang, said in statement.labels.items() if said == text)
            item["text"] = text
            item |= {"inLanguage": tongue} if tongue != "und" else {}
        if speakers := [self._agent(agent) for agent in self._speakers(statement)]:
            item["author"] = _one(speakers)
        places = dict.fromkeys(p.source for p in statement.passages if p.source)
        works = [self._work(place) for place in places]
        links = self._links(statement.iri, _SCHEMA + "appearance")
        works += [self._work(link) for link in links if link not in places]
        if works:
            item["appearance"] = _one(works)
        if first := self._links(statement.iri, _SCHEMA + "firstAppearance"):
            item["firstAppearance"] = _one([self._work(link) for link in first])
        return item

    def _work(self, iri: str) -> Item:
        source = self.reader.source(iri)
        named = {"name": source.label(self.lang)} if source.labels else {}
        return {"@type": "CreativeWork", "@id": iri} | named

    def _links(self, iri: str, predicate: str) -> list[str]:
        """Return the IRIs that something is linked to by a property."""
        node = ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)
        quads = self.g.store.engine.quads_for_pattern(node, ox.NamedNode(predicate), None)
        return sorted({q.object.value for q in quads if isinstance(q.object, ox.NamedNode)})

    def _speakers(self, statement: Statement) -> list[str]:
        return self._links(statement.iri, ontology.ARG + "assertedBy")

    def _agent(self, iri: str) -> Item:
        agent = self.reader.agent(iri)
        kinds = self._links(iri, _P["rdf"] + "type")
        kind = next((word for name, word in _AGENTS.items() if name in kinds), None)
        item: Item = {"@type": kind} if kind else {}
        item["@id"] = iri
        return item | ({"name": agent.label(self.lang)} if agent and agent.labels else {})

    # Verdicts

    def _verdicts(self) -> list[Item]:
        """Return a review of each claim by the verdict that is written down, if there is one."""
        if not self.g.store.verdict_graphs():
            return []
        from whyso.graph.semantics.recording.reading import chosen, fresh_records

        record = chosen(fresh_records(self.g.store))
        if record is None:
            return []
        return [
            self._verdict(statement, record)
            for statement in self.claims
            if statement.iri in record.found and record.found[statement.iri].status in _SCALE
        ]

    def _verdict(self, statement: Statement, record: "Record") -> Item:
        found = record.found[statement.iri]
        status = str(found.status)
        titled = text_in(record.titles, self.lang)
        standpoint = f"{record.standpoint} ({titled})" if titled else record.standpoint
        rating: Item = {
            "@type": "Rating",
            "ratingValue": _SCALE[status],
            "bestRating": max(_SCALE.values()),
            "worstRating": min(_SCALE.values()),
            "alternateName": f"{_TOLD[status]} for the standpoint {record.standpoint}",
            "ratingExplanation": f"Standpoint: {standpoint}. {_SCALE_TOLD}",
        }
        review: Item = {
            "@type": "ClaimReview",
            "@id": f"{record.graph}#{quote(statement.id, safe='')}",
            "additionalType": VERDICT,
            CONFORMS: _CONFORMS,
            "claimReviewed": statement.label(self.lang),
            "itemReviewed": {"@type": "Claim", "@id": statement.iri},
            "author": {"@type": "SoftwareApplication", "name": "whyso", "url": ontology.BASE},
            "reviewAspect": f"standpoint {record.standpoint}",
            "reviewRating": rating,
        }
        if record.version:
            review["author"]["softwareVersion"] = record.version
        if record.time:
            review["datePublished"] = record.time[:10]
        if found.explanations:
            review["reviewBody"] = text_in(found.explanations, self.lang)
        return review


def _one(found: list[Any]) -> Any:
    return found[0] if len(found) == 1 else found


def _put(item: Item, name: str, value: Any) -> None:
    """Put a value in the place of a property, however that is spelled."""
    spelled = next((key for key in item if fields({key: 0}).keys() == {name}), name)
    item[spelled] = value
