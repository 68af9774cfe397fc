"""Reading claims and reviews of claims by schema.org."""

import re
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.schema_org.items import (
    Item,
    fields,
    items,
    language,
    parse_json,
    texts,
    types,
    values,
)
from whyso.graph.formats.schema_org.ratings import bearing, rating_text
from whyso.graph.network import KINDS
from whyso.graph.store import Store

__all__ = ["CONFORMS", "CONTEXTS", "FORMAT", "VERDICT", "read_schema_org"]

FORMAT: Final = "schema-org"
VERDICT: Final = ontology.ARG + "Verdict"  # the additional type of reviews that whyso writes
CONFORMS: Final = ontology.PREFIXES["dcterms"] + "conformsTo"
CONTEXTS: Final = (
    *("http://schema.org", "https://schema.org"),
    *("http://schema.org/", "https://schema.org/"),
)
_BARE: Final = frozenset(
    {"@context", "@id", "@type", "additionalType", "text", "inLanguage", "author"}
    | {"appearance", "firstAppearance", CONFORMS}
)
_PLAIN: Final = frozenset({"Person", "Organization"})
_READ: Final = frozenset({"Claim", "ClaimReview"})
_ADDRESS: Final = re.compile(r"(?:https?|urn|doi|tag|info):[^\s<>\"{}|\\^`]+")
_CLASSES: Final = {ontology.ARG + name for name in KINDS}
_AGENTS: Final = {"Person": "foaf:Person"} | dict.fromkeys(
    (
        *("Organization", "NewsMediaOrganization", "GovernmentOrganization", "Corporation", "NGO"),
        *("PoliticalParty", "EducationalOrganization"),
    ),
    "foaf:Organization",
)
_STEPS: Final = {
    "for": ("arg:Inference", "arg:premise", "arg:conclusion"),
    "against": ("arg:Rebuttal", "arg:attacker", "arg:target"),
}


def read_schema_org(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return the claims and reviews in JSON-LD by schema.org, and the account of reading them.

    Specification: https://schema.org/Claim and https://schema.org/ClaimReview. Nothing is fetched.

    A Claim becomes a claim of its author. A ClaimReview becomes a claim of the reviewer, worded by
    the rating, that rebuts what it reviews, supports it or qualifies it, as far as the rating can
    be understood. Everything else of both (appearances in detail, dates, images ...) is kept, and
    written back. Reviews that whyso wrote itself from a verdict are not read.

    Args:
        data: the JSON text; an object, a list, or objects in ``@graph``, nested in any way.
        name: the file, or what stands for it; its stem names the source.
        base: the namespace of what has no IRI of its own.

    Raises:
        ParseError: it is broken, or has no claim.

    >>> text = b'''{"@context": "https://schema.org", "@type": "ClaimReview",
    ...   "claimReviewed": "Tea is cold.", "author": {"@type": "Organization", "name": "Checks"},
    ...   "itemReviewed": {"@type": "Claim", "author": {"name": "Bo"}},
    ...   "reviewRating": {"ratingValue": 1, "alternateName": "False"}}'''
    >>> store, account = read_schema_org(text, name="tea.jsonld")
    >>> account.kept["statements"], account.kept["steps"]
    (2, 1)
    """
    document = parse_json(data, name)
    reading = _Reading(Draft(FORMAT, name=name, base=base), document)
    reading.read()
    if not reading.nodes and not (isinstance(document, dict) and document.get("@graph") == []):
        found = sorted({kind for item in reading.items for kind in types(item)})[:5]
        has = f" (it has {', '.join(found)})" if found else ""
        raise ParseError(name, f"no Claim and no ClaimReview of schema.org in it{has}")
    return reading.draft.finish({"reviews": reading.reviews})


class _Reading:
    def __init__(self, draft: Draft, document: Any) -> None:
        self.draft = draft
        self.document, self.items = document, list(items(document))
        self.known: dict[str, Item] = {}  # the fullest object of each identifier
        self.nodes: dict[int, str] = {}  # the claim that an object stands for, by its identity
        self.texts: dict[str, str] = {}
        self.taken: set[str] = set()
        self.numbers: dict[str, int] = {}
        self.agents: dict[tuple[str, str], str] = {}
        self.kept: dict[str, Item] = {}
        self.reviews = 0

    def read(self) -> None:
        for item in self.items:
            key = fields(item).get("@id")
            if isinstance(key, str) and len(item) > len(self.known.get(key, {})):
                self.known[key] = item
        self._keep()
        for item in self.items:
            if "ClaimReview" in types(item):
                self._review(self._whole(item))
        for item in self.items:
            if "Claim" in types(item) and id(item) not in self.nodes:
                self._claim(item, None)
        for iri, told in self.kept.items():
            if "item" in told:
                told["item"] = self._named(told["item"])
            self.draft.carry(iri, told)

    def _named(self, value: Any) -> Any:
        """Return a value in which claims and reviews say their IRIs, to be known again."""
        if isinstance(value, list):
            return [self._named(one) for one in value]
        if not isinstance(value, dict):
            return value
        found = {key: self._named(one) for key, one in value.items()}
        return found | ({"@id": iri} if (iri := self.nodes.get(id(value))) else {})

    def _keep(self) -> None:
        """Keep what stands beside claims and reviews; what stands around them is left out."""
        kept: Item = {}
        contexts = [item["@context"] for item in self.items if "@context" in item]
        if contexts and contexts[0] not in CONTEXTS:
            kept["@context"] = contexts[0]
            why = "a context besides that of schema.org is kept, but not read"
            self.draft.approximated.add("@context", why, self.draft.name, triples=0)
        others = []
        for item in _outermost(self.document):
            if types(item) & _READ:
                continue
            if any(types(inner) & _READ for inner in items(item)):
                why = "what stands around claims and reviews is left out"
                self.draft.dropped.add(" ".join(sorted(types(item))) or "object", why, triples=0)
            elif item:
                others.append(item)
        if others:
            kept["others"] = others
        if kept:
            self.draft.carry(self.draft.graph, kept)

    def _whole(self, item: Item) -> Item:
        key = fields(item).get("@id")
        return self.known[key] if isinstance(key, str) else item

    def _iri(self, key: Any, word: str) -> str:
        """Return a new node's IRI: that of the object, if it has one, else by a number."""
        if isinstance(key, str) and _is_iri(key):
            iri = key
        elif isinstance(key, str) and (local := re.sub(r"^(?:_:|#)|[\s#/?]+", "", key)):
            iri = self.draft.space + quote(local, safe="")
        else:
            iri = f"{self.draft.space}{word}"
        found = iri
        while found in self.taken:
            self.numbers[iri] = self.numbers.get(iri, 1) + 1
            found = f"{iri}-{self.numbers[iri]}"
        self.taken.add(found)
        return found

    # Claims

    def _claim(self, item: Item, review: Item | None) -> str:
        """Return the node of a claim; what it does not tell is taken from the review of it."""
        whole = self._whole(item)
        if id(whole) in self.nodes:
            self.nodes[id(item)] = self.nodes[id(whole)]
            return self.nodes[id(whole)]
        plain, outer = fields(whole), review or {}
        iri = self._iri(plain.get("@id"), "claim")
        self.nodes[id(item)] = self.nodes[id(whole)] = iri
        said = texts(plain, "text") or texts(outer, "claimReviewed")
        said = said or texts(plain, "claimReviewed", "name", "headline", "description")
        kinds = [kind for kind in map(str, values(plain, "additionalType")) if kind in _CLASSES]
        for kind in kinds or ["arg:Claim"]:
            self.draft.node(iri, kind)
        tongue = language(plain.get("inLanguage")) or language(outer.get("inLanguage"))
        for text, lang in said[:1]:
            self.texts[iri] = text
            self.draft.text(iri, "rdfs:label", text, lang=lang or tongue)
        if len(said) != 1:
            why = "a claim without a text" if not said else "the first of several texts is read"
            self.draft.approximated.add("text", why, iri, triples=0)
        speakers = self._agents(plain, "author")
        for agent in speakers:
            self.draft.link(iri, "arg:assertedBy", agent)
        for name in ("firstAppearance", "appearance"):
            for address in _addresses(plain, name):
                self.draft.link(iri, f"schema:{name}", address)
            for work in (one for one in values(plain, name) if isinstance(one, dict)):
                for address, (title, lang) in zip(
                    _addresses({name: work}, name), texts(fields(work), "name"), strict=False
                ):
                    self.draft.text(address, "rdfs:label", title, lang=lang or tongue)
        told: Item = {"said": {"text": self.texts.get(iri), "author": speakers}}
        if review is None or whole is not item:  # else it is kept with its review
            told["item"] = whole
            if _is_bare(whole):
                return iri
        self.kept[iri] = told
        return iri

    # Reviews

    def _review(self, item: Item) -> None:
        if id(item) in self.nodes:
            return
        plain = fields(item)
        if VERDICT in values(plain, "additionalType"):
            self.nodes[id(item)] = ""
            why = "whyso works them out anew; what they say is not read"
            key = plain.get("@id")
            self.draft.dropped.add("verdicts", why, key if isinstance(key, str) else "", triples=0)
            return
        iri = self._iri(plain.get("@id"), "review")
        self.nodes[id(item)] = iri
        self.reviews += 1
        reviewed = [one for one in values(plain, "itemReviewed") if isinstance(one, dict)]
        claims = [self._claim(one, plain) for one in reviewed or [{}]]
        ratings = [one for one in values(plain, "reviewRating") if isinstance(one, dict)]
        rating = fields(ratings[0]) if ratings else {}
        label = self._wording(plain, rating, claims[0])
        self.draft.node(iri, "arg:Claim", label, lang=language(plain.get("inLanguage")))
        speakers = self._agents(plain, "author") or self._agents(plain, "publisher")
        for agent in speakers:
            self.draft.link(iri, "arg:assertedBy", agent)
        for text, lang in texts(rating, "ratingExplanation") or texts(plain, "reviewBody"):
            self.draft.text(iri, "skos:note", text, lang=lang)
        for address in _addresses(plain, "url"):
            self.draft.link(iri, "dcterms:source", address)
        for claim in dict.fromkeys(claims):
            self._bear(iri, claim, rating)
        told = {"author": speakers, "text": self.texts.get(claims[0])}
        if not reviewed:
            key = next((key for key in item if fields({key: 0}).keys() == {"itemReviewed"}), "")
            item = item | {key or "itemReviewed": {"@type": "Claim", "@id": claims[0]}}
            self.nodes[id(item)] = iri
        self.kept[iri] = {"item": item, "said": told, "claims": claims}

    def _wording(self, review: Item, rating: Item, claim: str) -> str:
        claimed = self.texts.get(claim, "")
        if rating:
            return f"{rating_text(rating)}: {claimed}" if claimed else rating_text(rating)
        named = texts(review, "name", "headline")
        return named[0][0] if named else f"A review of: {claimed}"

    def _bear(self, review: str, claim: str, rating: Item) -> None:
        """Say how a review bears on a claim, as far as its rating tells."""
        found, at_odds = bearing(rating)
        if at_odds:
            why = "the words of a rating and its number say different things; the words count"
            self.draft.approximated.add("reviewRating", why, review, triples=0)
        if found is None:
            why = "how it bears on the claim is not understood, so no link is made"
            self.draft.approximated.add("reviewRating", why, review, triples=0)
        elif found == "partly":
            self.draft.link(review, "arg:qualifies", claim)
        else:
            kind, start, end = _STEPS[found]
            step = self._iri(None, f"{re.split(r'[/#:]', review)[-1]}-{found}")
            self.draft.node(step, kind)
            self.draft.link(step, start, review)
            self.draft.link(step, end, claim)

    # Agents

    def _agents(self, item: Item, name: str) -> list[str]:
        found = (self._agent(value) for value in values(item, name))
        return sorted({agent for agent in found if agent is not None})

    def _agent(self, value: Any) -> str | None:
        item = {"name": value} if isinstance(value, str) else value
        if not isinstance(item, dict):
            return None
        plain = fields(self._whole(item))
        named = texts(plain, "name", "alternateName", "legalName")
        kind = next((_AGENTS[one] for one in sorted(types(plain)) if one in _AGENTS), "foaf:Agent")
        key = plain.get("@id")
        if isinstance(key, str) and _is_iri(key):
            iri = key
        elif not named and (links := _addresses({"agent": plain}, "agent")):
            iri = links[0]
        elif not named:
            return None
        else:
            place = (named[0][0].casefold(), kind)
            if place not in self.agents:
                local = re.sub(r"[\W_]+", "-", place[0])[:60].strip("-")
                self.agents[place] = self._iri(local, "agent")
            iri = self.agents[place]
        if named or types(plain):
            self.draft.node(iri, kind)
        for text, lang in named:
            self.draft.text(iri, "foaf:name", text, lang=lang)
        return iri


def _outermost(document: Any) -> list[Item]:
    """Return the objects that a document lists."""
    listed = document if isinstance(document, list) else [document]
    found = []
    for item in listed:
        inner = item.get("@graph") if isinstance(item, dict) else None
        if isinstance(inner, list):
            found += inner
        else:
            found.append(item)
    return [
        {key: value for key, value in item.items() if key != "@context"}
        for item in found
        if isinstance(item, dict)
    ]


def _is_bare(item: Item) -> bool:
    """Tell whether a claim has nothing but what the graph says of it."""
    claim = fields(item)
    works = [one for name in ("appearance", "firstAppearance") for one in values(claim, name)]
    inner = values(claim, "author") + works
    text = claim.get("text")
    return (
        claim.keys() <= _BARE
        and types(claim) == {"Claim"}
        and isinstance(text, str)
        and text == " ".join(text.split())
        and _CLASSES.issuperset(map(str, values(claim, "additionalType")))
        and all(isinstance(one, dict) and one.keys() <= {"@type", "@id", "name"} for one in inner)
        and all(types(one) <= _PLAIN and texts(one, "name") for one in values(claim, "author"))
        and all(_is_iri(str(one.get("@id"))) for one in works)
    )


def _addresses(item: Item, name: str) -> list[str]:
    """Return the addresses of what a property names."""
    found = []
    for value in values(item, name):
        plain = fields(value) if isinstance(value, dict) else {"url": value}
        told = [one for word in ("@id", "url") for one in values(plain, word)]
        found += [one.strip() for one in told if isinstance(one, str) and _is_iri(one.strip())][:1]
    return list(dict.fromkeys(found))


def _is_iri(text: str) -> bool:
    if not _ADDRESS.fullmatch(text):
        return False
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
