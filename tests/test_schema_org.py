"""Schema.org: claims and reviews as fact-checkers publish them, and as search engines want them."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, formats, load, parse, sample
from whyso.graph.errors import InputError, ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.schema_org import read_schema_org, sniff_schema_org, write_schema_org
from whyso.graph.model.records import Statement
from whyso.graph.semantics.recording import record

DATA = Path(__file__).parent / "data"
CHECKS = (DATA / "factcheck.jsonld").read_bytes()


def read(data: bytes | str | dict[str, Any] | list[Any]) -> tuple[ArgumentGraph, Account]:
    if not isinstance(data, bytes):
        data = (data if isinstance(data, str) else json.dumps(data)).encode()
    store, account = read_schema_org(data, name="checks.jsonld")
    return ArgumentGraph(store), account


def told(account: Account) -> str:
    return " / ".join(row.text() for row in (*account.approximated, *account.dropped))


def labels(g: ArgumentGraph) -> dict[str, str]:
    return {statement.iri: statement.label() for statement in g.statements()}


def said(g: ArgumentGraph) -> dict[str, Statement]:
    return {statement.label(): statement for statement in g.statements()}


def links(g: ArgumentGraph) -> set[tuple[str, str, str]]:
    known = labels(g)
    return {
        (step.kind, known[step.sources[0]], known[step.target or ""])
        for step in (*g.inferences(), *g.conflicts())
    }


def test_reviews_say_something_for_or_against_what_they_review() -> None:
    g, account = read(CHECKS)

    full, night = "Every second tram was full last winter.", "Trams run at night."
    assert links(g) == {
        ("rebuttal", f"Mostly false: {full}", full),
        ("inference", f"4 of 5: {night}", night),
    }
    assert account.kept["reviews"] == 4
    assert "how it bears on the claim is not understood" in told(account)
    (partly,) = g.query("SELECT ?r ?c { ?r arg:qualifies ?c }")
    assert labels(g)[str(partly[0])] == "Missing context: The levy covers it."  # type: ignore[index]


def test_claims_have_their_speakers_languages_and_places() -> None:
    g, _ = read(CHECKS)
    claims = said(g)

    full = claims["Every second tram was full last winter."]
    night = claims["Trams run at night."]
    assert full.asserted_by is not None and full.asserted_by.label() == "Ana Lind"
    assert night.asserted_by == full.asserted_by
    assert claims["4 of 5: Trams run at night."].asserted_by is not None
    assert dict(full.labels) == {"en-gb": "Every second tram was full last winter."}
    assert dict(claims["电车免费。"].labels) == {"zh": "电车免费。"}
    assert claims["电车免费。"].iri == "https://claims.example/1"
    places = g.query("SELECT ?p { ?c schema:firstAppearance|schema:appearance ?p } ORDER BY ?p")
    assert [str(row[0]) for row in places] == [  # type: ignore[index]
        "https://news.example/ana",
        "https://radio.example/7",
    ]


def test_what_was_read_goes_back_with_all_that_it_had() -> None:
    g, _ = read(CHECKS)

    data, account = write_schema_org(g)

    assert account.lossless and read(data)[0] == g
    before = {_key(item): item for item in json.loads(CHECKS)["@graph"]}
    after = {_key(item): item for item in json.loads(data)["@graph"]}
    assert before.keys() == after.keys()
    for key, item in before.items():
        inner = item.pop("itemReviewed", None) or {}
        assert {name: after[key][name] for name in item if name != "@id"} == {
            name: value for name, value in item.items() if name != "@id"
        }
        assert inner.items() <= (after[key].get("itemReviewed") or {}).items()


def _key(item: dict[str, Any]) -> str:
    return str(item.get("claimReviewed") or item.get("schema:claimReviewed") or item.get("name"))


def test_a_claim_that_was_reworded_is_written_so() -> None:
    g, _ = read(CHECKS)
    g.store.engine.update(
        "DELETE { GRAPH ?g { ?c rdfs:label ?l } }"
        'INSERT { GRAPH ?g { ?c rdfs:label "Trams rest." } }'
        'WHERE { GRAPH ?g { ?c rdfs:label ?l FILTER(STR(?l) = "Trams run at night.") } }',
        prefixes={"rdfs": "http://www.w3.org/2000/01/rdf-schema#"},
    )
    g.store.refresh()
    g.refresh()

    (item,) = (
        item
        for item in json.loads(write_schema_org(g)[0])["@graph"]
        if item.get("schema:claimReviewed")
    )

    assert item["schema:claimReviewed"] == item["itemReviewed"]["text"] == "Trams rest."


@pytest.mark.parametrize("context", ["http://schema.org", "https://schema.org/", None, ["x", {}]])
@pytest.mark.parametrize("shape", ["object", "list", "graph", "nested", "prefixed", "reference"])
def test_one_claim_is_found_in_every_shape(context: Any, shape: str) -> None:
    claim: dict[str, Any] = {"@type": "Claim", "text": "Tea is warm.", "author": "Ana"}
    if shape == "prefixed":
        claim = {"@type": "schema:Claim", "schema:text": "Tea is warm.", "schema:author": "Ana"}
    told_apart = {"@type": "https://schema.org/Claim"} | claim
    document: Any = {
        "object": told_apart,
        "prefixed": told_apart,
        "list": [told_apart],
        "graph": {"@graph": [told_apart]},
        "nested": {"@type": "WebPage", "mainEntity": {"hasPart": [told_apart]}},
        "reference": {"@graph": [{"about": {"@id": "#c"}}, told_apart | {"@id": "#c"}]},
    }[shape]
    if context is not None and isinstance(document, dict):
        document = {"@context": context} | document

    g, account = read(document)

    (statement,) = g.statements()
    assert statement.label() == "Tea is warm."
    assert statement.asserted_by is not None and statement.asserted_by.label() == "Ana"
    assert ("context besides" in told(account)) == (isinstance(context, list) and shape != "list")


@pytest.mark.parametrize(
    ("rating", "kind"),
    [
        ({"alternateName": "Pants on Fire!"}, "rebuttal"),
        ({"alternateName": "FALSE. No tram was full"}, "rebuttal"),
        ({"alternateName": "谣言"}, "rebuttal"),
        ({"name": "Mostly-True", "ratingValue": "9"}, "inference"),
        ({"ratingValue": 2}, "rebuttal"),
        ({"ratingValue": "0,2", "worstRating": 0, "bestRating": 1}, "rebuttal"),
        ({"ratingValue": "7", "bestRating": "8", "worstRating": "1"}, "inference"),
        ({"ratingValue": 3}, None),
        ({"ratingValue": 0}, None),
        ({"ratingValue": -1, "alternateName": "Half True"}, None),
        ({"ratingValue": "n/a"}, None),
        ({"ratingValue": True}, None),
        ({"ratingValue": 1e400, "bestRating": [], "worstRating": {}}, None),
        ({"ratingValue": 4, "bestRating": 4, "worstRating": 4}, None),
    ],
)
def test_a_rating_is_read_by_its_words_then_by_its_number(
    rating: dict[str, Any], kind: str | None
) -> None:
    g, _ = read({"@type": "ClaimReview", "claimReviewed": "A.", "reviewRating": rating})

    assert [step.kind for step in (*g.inferences(), *g.conflicts())] == ([kind] if kind else [])


def test_words_and_a_number_that_disagree_are_told() -> None:
    rating = {"ratingValue": 5, "bestRating": 5, "alternateName": "False"}

    g, account = read({"@type": "ClaimReview", "claimReviewed": "A.", "reviewRating": rating})

    assert links(g) == {("rebuttal", "False: A.", "A.")}
    assert "say different things" in told(account)


def test_every_proposition_is_a_claim_and_the_account_tells_the_rest() -> None:
    g = load(DATA / "tea.ttl")

    data, account = write_schema_org(g, lang="zh")

    items = json.loads(data)
    assert items["@context"] == "https://schema.org"
    found = {item["@id"]: item for item in items["@graph"]}
    claims = {s.iri: s for s in g.statements() if "question" not in s.kind}
    assert found.keys() == claims.keys()
    assert {key: item["text"] for key, item in found.items()} == {
        key: claim.label("zh") for key, claim in claims.items()
    }
    c2 = found["https://w3id.org/whyso/id/tea/c2"]
    assert c2["additionalType"] == "https://w3id.org/whyso/ontology#Forecast"
    assert c2["author"] == {
        "@type": "Person",
        "@id": "https://w3id.org/whyso/id/tea/ana",
        "name": "博" if c2["author"]["@id"].endswith("bo") else "安娜",
    }
    why = {row.what: row.why for row in account.dropped}
    assert why["arg:premise"] == why["arg:Undercut"] == "schema.org has no relations between claims"
    assert {"arg:Question", "arg:Quantity", "arg:status"} <= why.keys()
    lost = sum(row.triples for row in account.dropped)
    assert account.kept["triples"] + lost + _changed(account, g) == len(g.store.engine)


def _changed(account: Account, g: ArgumentGraph) -> int:
    return sum(row.triples for row in account.approximated if "added" not in row.why)


def test_other_readers_of_json_ld_find_the_same_claims() -> None:
    g = sample()
    document = json.loads(write_schema_org(g)[0]) | {"@context": {"@vocab": "https://schema.org/"}}

    said: dict[str, dict[str, set[str]]] = {}
    for quad in ox.parse(json.dumps(document).encode(), ox.RdfFormat.JSON_LD):
        name = quad.predicate.value.removeprefix("https://schema.org/")
        value = str(getattr(quad.object, "value", ""))
        said.setdefault(str(quad.subject)[1:-1], {}).setdefault(name, set()).add(value)

    claims = [s for s in g.statements() if "question" not in s.kind]
    assert {iri: one["text"] for iri, one in said.items() if "text" in one} == {
        s.iri: {s.label()} for s in claims
    }
    assert {iri: one["author"] for iri, one in said.items() if "author" in one} == {
        s.iri: {s.asserted_by.iri} for s in claims if s.asserted_by
    }


def test_where_a_claim_is_quoted_from_is_an_appearance() -> None:
    items = json.loads(write_schema_org(sample())[0])["@graph"]

    works = [item["appearance"] for item in items if "appearance" in item]
    assert len(works) > 50
    assert works[0] == {
        "@type": "CreativeWork",
        "@id": "https://w3id.org/whyso/id/government-guarantees/source",
        "name": "Statement on government guarantees and AI infrastructure",
    }


def test_a_verdict_is_a_review_with_an_honest_scale() -> None:
    g = load(DATA / "tea.ttl")
    verdict = g.verdict()
    record(verdict, g.store)
    g.refresh()

    data, account = write_schema_org(g)

    reviews = {
        item["itemReviewed"]["@id"]: item
        for item in json.loads(data)["@graph"]
        if item["@type"] == "ClaimReview"
    }
    scale = {"accepted": 3, "undecided": 2, "rejected": 1}
    claims = [s for s in g.statements() if "question" not in s.kind]
    assert {iri: item["reviewRating"]["ratingValue"] for iri, item in reviews.items()} == {
        claim.iri: scale[verdict.status(claim.id)] for claim in claims
    }
    for item in reviews.values():
        rating = item["reviewRating"]
        assert (rating["worstRating"], rating["bestRating"]) == (1, 3)
        assert (
            "speaker" in item["reviewAspect"] and "no check of facts" in rating["ratingExplanation"]
        )
        assert item["author"]["@type"] == "SoftwareApplication"
    assert "verdicts" in {row.what for row in account.dropped}
    again, back = read(data)
    assert again.conflicts() == () and "whyso works them out anew" in told(back)


def test_a_stale_verdict_is_not_published() -> None:
    g = load(DATA / "tea.ttl")
    record(g.verdict(), g.store)
    g.store.read_text("@prefix : <https://w3id.org/whyso/id/tea/> . :c1 :x 1 .", "turtle")
    g.refresh()

    assert b"ClaimReview" not in write_schema_org(g)[0]


def test_a_graph_without_claims_is_written_and_read() -> None:
    g = parse("<urn:q> a <https://w3id.org/whyso/ontology#Question> .")

    data, account = write_schema_org(g)

    assert json.loads(data)["@graph"] == [] and account.dropped


def test_no_text_ends_a_page_s_script() -> None:
    g = parse(
        "<urn:c> a <https://w3id.org/whyso/ontology#Claim> ; "
        '<http://www.w3.org/2000/01/rdf-schema#label> "</script><script>x" .'
    )

    data, _ = write_schema_org(g)

    assert b"</" not in data and json.loads(data)["text"] == "</script><script>x"


def test_files_are_written_and_recognised(tmp_path: Path) -> None:
    g = load(DATA / "tea.ttl")

    assert formats.write(g, tmp_path / "x.claims.jsonld").format == "schema-org"
    assert formats.read(tmp_path / "x.claims.jsonld")[1].format == "schema-org"
    assert len(load(tmp_path / "x.claims.jsonld").statements("forecast")) == 1
    assert formats.read(DATA / "factcheck.jsonld")[1].format == "schema-org"
    assert formats.write(g, tmp_path / "y.jsonld").format == "json-ld"
    assert formats.read(tmp_path / "y.jsonld")[1].format == "json-ld"


def test_only_claims_of_schema_org_are_taken_for_such() -> None:
    assert sniff_schema_org(CHECKS)
    assert sniff_schema_org(b'[{"@type":"http://schema.org/Claim"}]')
    assert not sniff_schema_org(sample().store.serialize("json-ld"))
    assert not sniff_schema_org(
        b'{"@context":"https://schema.org","@type":"Review","name":"Claim"}'
    )
    assert not sniff_schema_org(b"schema.org Claim {")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "checks.jsonld:1:1"),
        ("[1,]", "checks.jsonld:1:"),
        ('{"@type": "Recipe"}', "no Claim and no ClaimReview of schema.org in it (it has Recipe)"),
        ("[" * 500, "nested 500 levels deep"),
        ("7", "no Claim and no ClaimReview"),
        ('{"a": ' + "9" * 5000 + "}", "checks.jsonld:"),
        ('"\\ud800"', "no Claim"),
    ],
)
def test_what_is_none_is_told_in_one_line(data: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)

    assert reason in str(caught.value) and "\n" not in str(caught.value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["#a", "http://x/y", "http://[", "_:b", "Claim", "en", "zz-", "False"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "@id",
                        "@type",
                        "text",
                        "claimReviewed",
                        "itemReviewed",
                        "author",
                        "name",
                        "url",
                    ),
                    *("reviewRating", "ratingValue", "alternateName", "appearance", "inLanguage"),
                    *("@context", "@graph", "@value", "@language", "additionalType", "publisher"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=120)
@given(JSON, st.sampled_from(["Claim", "ClaimReview"]))
def test_wrong_types_anywhere_are_read_or_refused_and_come_back(value: Any, kind: str) -> None:
    document = [{"@type": kind, "claimReviewed": "A."} | (value if isinstance(value, dict) else {})]
    document.append(value)
    try:
        g, _ = read(json.dumps(document))
    except ParseError:
        return
    data, account = write_schema_org(g)

    assert not [row for row in account.dropped if row.what != "verdicts"]
    assert len(read(data)[0].statements()) == len(g.statements())
