"""An argument in which every text, id and IRI tries to do harm, for tests of what shows it."""

import re
from pathlib import Path

HIT = "window.hit=1"
PAYLOADS = {
    "script": f"</script><script>{HIT}</script>",
    "image": f"<img src=x onerror={HIT}>",
    "vector": f"<svg onload={HIT}><animate onbegin={HIT} attributeName=x>",
    "handlers": f'" onmouseover="{HIT}" autofocus onfocus=\'{HIT}\' x=`',
    "address": f"javascript:{HIT}",
    "data": f"data:text/html,<script>parent.{HIT}</script>",
    "comment": "<!--<script> --> ]]> <![CDATA[ *//*",
    "elsewhere": "<base href=//127.0.0.1:9/><iframe src=//127.0.0.1:9/></style><link href=//0/>",
    "lines": "one\u2028two\u2029three\r\nfour\u0085five",
    "direction": "\u202egnp.exe\u202c \u2066\u2067\u200e\u200f\u061c شكرا",
    "quotes": '\' " ` \\ \\" &quot; &#39; \\u0027 “„»',
    "templates": "{{7*7}} {% raw %} {# #} ${7*7} #{7*7} <%= 7*7 %> {0} {1} %s %n",
    "terminal": "\x1b]0;pwned\x07\x1b[2J\x1b[31mred \x9b1m \x90q\x9c",
    "control": "a\x01b\x07\x08c\x0b\x7f\ufffe\uffff\ufeffd",
    "surrogates": "\\ud800 \\udfff &#xd800; %ED%A0%80 \ufffd",
    "emoji": "👩🏽\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈 e" + "\u0301" * 60,
}
LONG = {"long": "W" * 50_000 + "长" * 17_000}  # 100 KB
# What a script finds where it asks an object for a name that is not its own.
NAMES = ("__proto__", "constructor", "toString", "hasOwnProperty", "0", "-1", "undefined", "q")
TEXTS = {"short": (*PAYLOADS.values(), *NAMES), "long": tuple(LONG.values())}
# Each may stand for a language, and some make a browser's own functions fail.
TAGS = ("i-klingon", "x-whyso", "valueOf", "en-a-bbb-x-a-ccc", "ar", "de-1996", "zh-Hant", "und")
BASE = "https://w3id.org/whyso/id/t/"
HEAD = """
@prefix : <https://w3id.org/whyso/id/t/> .
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def local(text: str) -> str:
    """Return as much of a text as an IRI can hold."""
    kept = re.sub(r'[\x00-\x20\x7f-\x9f<>"{}|^`\\%/#\ufff0-\uffff]', "", text)
    return kept[:500].replace("?", "%3F").replace("[", "").replace("]", "")


def literal(text: str) -> str:
    """Return a text as Turtle writes it."""
    return '"' + "".join(f"\\U{ord(sign):08X}" for sign in text) + '"'


def claim(said: str) -> str:
    """Return the IRI of a claim that says so: hostile at its end, or hostile whole."""
    if said.startswith(("javascript:", "data:")):
        return local(said)
    return BASE + (said if said in NAMES else f"c{local(said)}")


def hostile(texts: tuple[str, ...], text_file: str) -> str:
    """Return the argument as Turtle; the texts are its source too, in a file of that name."""
    lines, at = [HEAD], 0
    for number, said in enumerate(texts):
        end = at + len(said)
        it, tag, me = literal(said), TAGS[number % len(TAGS)], f"<{claim(said)}>"
        same = f"<{BASE}k{local(said)}>"
        lines.append(f"""
:q{number} a arg:UnderlyingQuestion ; rdfs:label {it}@en , {it}@{tag} ; arg:underlies :q0 .
:s{number} a foaf:Person ; foaf:name {it}@en .
{me} a arg:Claim ; rdfs:label {it}@en , {it}@{tag} , {it} ; skos:note {it}@en , {it}@{tag} ;
  arg:assertedBy :s{number} ; arg:status {same} ; arg:certainty {it} ; arg:horizon {it} ;
  arg:confidence {it} ; arg:answers :q{number} ; arg:hasQuantity :n{number} ;
  arg:hasPassage :p{number} .
:n{number} rdfs:label {it}@en ; schema:value {it} ; qudt:hasUnit {same} ; arg:bound {same} .
:e{number} a arg:Evidence ; rdfs:label {it}@{tag} ; arg:status arg:quoted .
:u{number} a arg:Utterance ; rdfs:label {it}@en ; arg:speaker :s{number} ;
  arg:expresses :e{number} .
:i{number} a arg:Inference ; arg:premise :e{number} ; arg:conclusion {me} ; rdfs:label {it}@en ;
  skos:note {it}@en ; arg:scheme {same} .
{same} skos:prefLabel {it}@en , {it}@{tag} .
:x{number} a arg:Undercut ; arg:attacker :a{number} ; arg:target :i{number} .
:a{number} a arg:Assumption ; arg:status arg:reconstructed .
:p{number} a arg:Passage ; oa:hasSource :source ; dcterms:language {it} ;
  oa:hasSelector [ oa:start {at} ; oa:end {end} ] .
:source a arg:Source ; rdfs:label {it}@{tag} ; dcterms:title {it} ; dcterms:creator :s{number} ;
  dcterms:publisher {it}@en ; dcterms:rights {it}@en ; dcterms:license {same} ;
  dcterms:issued {it} ; dcterms:language {it} ; dcterms:source <{claim(said)}> .""")
        at = end + 1
    lines.append(f":q0 a arg:Question . :source dcterms:source {literal(text_file)} .")
    return "\n".join(lines)


def put(which: str, folder: Path) -> tuple[Path, Path]:
    """Write an argument of TEXTS, and these as its source; the names of both files are hostile."""
    name = f"<img src=x onerror={HIT}>'\"{{{{7*7}}}}${{7*7}}\u202e\x1b[31m%0A#?&amp;"
    graph, said = folder / f"{name}.ttl", folder / f"{name}.txt"
    graph.write_text(hostile(TEXTS[which], said.name), "utf-8")
    said.write_bytes("\n".join(TEXTS[which]).encode())
    return graph, said
