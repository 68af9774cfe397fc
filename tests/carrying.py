"""What each format can carry, found out by writing a small argument and reading it back.

``python tests/carrying.py`` writes the table into ``docs/exchange.md``.
"""

from pathlib import Path
from textwrap import wrap
from typing import Final

from whyso.graph import parse
from whyso.graph.formats import FORMATS, dumps
from whyso.graph.formats.proof import difference
from whyso.graph.store import Store

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "exchange.md"
BEGIN: Final = "<!-- what formats carry: made by tests/carrying.py -->"
END: Final = "<!-- until here -->"
_PREFIXES: Final = """
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/whyso/id/trams/> .
"""
# What every probe has: a source, three claims, so that links have ends.
_BASE: Final = """
:source a arg:Source ; rdfs:label "On trams"@en .
:c1 a arg:Claim ; rdfs:label "Trams should be free."@en ; arg:status arg:stated .
:c2 a arg:Claim ; rdfs:label "Fares keep people away."@en ; arg:status arg:stated .
:c3 a arg:Claim ; rdfs:label "The city can pay for it."@en ; arg:status arg:stated .
"""
_SUPPORT: Final = ":i1 a arg:Inference ; arg:premise :c2 ; arg:conclusion :c1 . "
_MAYOR: Final = ':mayor a foaf:Person ; rdfs:label "the mayor"@en . '
# What is asked, to triples on which the probe stands and triples that must come back.
PROBES: Final[dict[str, tuple[str, str]]] = {
    "texts of claims": ("", _BASE.split("\n", 2)[2]),
    "texts in a second language": ("", ':c1 rdfs:label "电车应当免费。"@zh .'),
    "a reason": ("", _SUPPORT),
    "premises that work together": ("", _SUPPORT.replace(":c2", ":c2 , :c3")),
    "separate reasons": (
        "",
        _SUPPORT + ":i2 a arg:Inference ; arg:premise :c3 ; arg:conclusion :c1 .",
    ),
    "scheme of an inference": (_SUPPORT, ":i1 arg:scheme arg:ArgumentFromConsequences ."),
    "rebuttal": ("", ":x1 a arg:Rebuttal ; arg:attacker :c3 ; arg:target :c1 ."),
    "undercut": (_SUPPORT, ":x1 a arg:Undercut ; arg:attacker :c3 ; arg:target :i1 ."),
    "undermining": (_SUPPORT, ":x1 a arg:Undermining ; arg:attacker :c3 ; arg:target :c2 ."),
    "question and answer": (
        "",
        ':q1 a arg:Question ; rdfs:label "Should trams be free?"@en . :c1 arg:answers :q1 .',
    ),
    "question behind a question": (
        ':q1 a arg:Question ; rdfs:label "Should trams be free?"@en . ',
        ':q2 a arg:UnderlyingQuestion ; rdfs:label "Who pays?"@en ; arg:underlies :q1 .',
    ),
    "who asserts": ("", _MAYOR + ":c1 arg:assertedBy :mayor ."),
    "reported words": (
        _MAYOR,
        ':u1 a arg:Utterance ; rdfs:label "the mayor said so"@en ; arg:speaker :mayor ;'
        " arg:expresses :c2 .",
    ),
    "forecast, evidence, assumption": (
        "",
        ':f1 a arg:Forecast ; rdfs:label "More will ride."@en ; arg:status arg:stated .'
        ' :e1 a arg:Evidence ; rdfs:label "Half rode in May."@en ; arg:status arg:stated .'
        ' :a1 a arg:Assumption ; rdfs:label "Fares matter."@en ; arg:status arg:reconstructed .',
    ),
    "how sure the speaker sounds": ("", ":c1 arg:certainty arg:firm ."),
    "how sure the annotator is": ("", ':c1 arg:confidence "0.8"^^xsd:decimal .'),
    "stated or reconstructed": ("", ":c1 arg:status arg:stated . :c2 arg:status arg:stated ."),
    "depends on, qualifies, tension": (
        "",
        ":c1 arg:dependsOn :c3 . :c2 arg:qualifies :c3 . :c2 arg:inTensionWith :c1 .",
    ),
    "place in the text": (
        "",
        ':c1 arg:hasPassage :p1 . :p1 a arg:Passage ; dcterms:language "en" ; arg:paragraph 1 ;'
        " oa:hasSource :source ; oa:hasSelector :s1 . :s1 a oa:TextPositionSelector ;"
        ' oa:start "0"^^xsd:nonNegativeInteger ; oa:end "21"^^xsd:nonNegativeInteger .',
    ),
    "figures": (
        "",
        ':c3 arg:hasQuantity :n1 . :n1 a arg:Quantity ; rdfs:label "cost a year"@en ;'
        ' schema:value "12"^^xsd:decimal .',
    ),
    "notes": ("", ':c1 skos:note "The banner says it."@en .'),
}
# Formats that keep RDF or the whole graph as they are need no probing.
_WHOLE: Final = frozenset(
    (
        *("turtle", "trig", "n-triples", "n-quads", "rdf-xml", "json-ld", "n3"),
        *("graphml", "gml", "node-link", "cytoscape"),
    )
)
KEPT, PART, NO = "●", "◐", "–"


def columns() -> list[str]:
    """Return the formats that are both written and read, but those that keep everything anyhow."""
    return [
        name
        for name, format in FORMATS.items()
        if format.read and format.write and name not in _WHOLE
    ]


def mark(probe: str, format: str) -> str:
    """Return what becomes of a probe: all of it comes back, part of it or another form, nothing."""
    needs, asked = PROBES[probe]
    g = parse(_PREFIXES + _BASE + needs + asked)
    wanted = _lines(parse(_PREFIXES + asked).store)
    data, account = dumps(g, format)
    read = FORMATS[format].read
    assert read is not None
    missing, gained = difference(g.store, read(data, name="trams.x")[0], account.names)
    lost = missing & wanted
    if not lost:
        return KEPT
    anew = {tuple(line.split(" ", 2)[:2]) for line in gained}
    other = any(tuple(line.split(" ", 2)[:2]) in anew for line in lost)
    return PART if other or lost != wanted else NO


def _lines(store: Store) -> set[str]:
    return {line.rstrip()[:-2] for lines in store.sorted_lines().values() for line in lines}


def table() -> str:
    """Return, in Markdown, which formats carry everything, and a table of the others.

    Formats that carry the same share a column.
    """
    marks = {name: tuple(mark(probe, name) for probe in PROBES) for name in columns()}
    whole = [name for name in FORMATS if name in _WHOLE or set(marks.get(name, ())) == {KEPT}]
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, column in marks.items():
        if name not in whole:
            groups.setdefault(column, []).append(name)
    rows = [["", *(", ".join(names) for names in groups.values())]]
    rows += [["---", *[":-:"] * len(groups)]]
    rows += [[probe, *(column[place] for column in groups)] for place, probe in enumerate(PROBES)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    names = ", ".join(f"`{name}`" for name in whole)
    told = wrap(f"Everything comes back from {names}.", 120)
    return "\n".join([*told, "", *lines])


def written(page: str) -> str:
    """Return the page with the table in it."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
