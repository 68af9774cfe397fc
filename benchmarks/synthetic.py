"""A synthetic argument of any size, the same for the same size: ``synthetic.py 10000 > big.ttl``.

About 11 triples per claim: claims, forecasts, evidence and assumptions with labels in two
languages, inferences with one to three premises, rebuttals, undercuts and underminings, questions
with answers, reservations, dependencies, and reported speech. Premises come after their conclusion
and near it, so that arguments are deep, and a few run back, so that there are circles.
``--passages`` anchors all that is stated or quoted, which makes the result conform to the shapes.
"""

import argparse
import hashlib
import random
import sys
from collections.abc import Iterator

PREFIXES = """\
@prefix : <https://w3id.org/whyso/id/synthetic/> .
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
KINDS = ["Claim"] * 12 + ["Forecast"] * 4 + ["Evidence"] * 3 + ["Assumption"]
CERTAINTIES = ["categorical", "strong", "plain", "plain", "plain", "hedged", "possible"]
SPEAKERS = 20
NEAR = 40
SUBJECTS = [("Fares", "票价"), ("Trams", "电车"), ("Taxes", "税收"), ("Rents", "租金")]
VERBS = [("raise", "提高"), ("lower", "降低"), ("depend on", "取决于"), ("outgrow", "超过")]
OBJECTS = [("costs", "成本"), ("wages", "工资"), ("demand", "需求"), ("trust", "信任")]


def turtle(claims: int, *, passages: bool = False) -> Iterator[str]:
    """Yield the Turtle of a synthetic argument with that many claims, block by block."""
    chance = random.Random(claims)  # noqa: S311 (a repeatable sequence is wanted)
    yield PREFIXES
    digest = hashlib.sha256(b"synthetic").hexdigest()
    yield (
        "\n:source a arg:Source ;\n"
        f'    rdfs:label "Synthetic statement, {claims} claims"@en , "合成声明"@zh ;\n'
        '    dcterms:title "Synthetic statement"@en ;\n    dcterms:language "en" , "zh" ;\n'
        '    dcterms:creator :s0 ;\n    dcterms:issued "2026-01-01"^^xsd:date ;\n'
        f'    schema:sha256 "{digest}" ;\n'
        "    dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> .\n"
    )
    for number in range(SPEAKERS):
        yield (
            f"\n:s{number} a foaf:Person ;"
            f' foaf:name "Speaker {number}"@en , "发言人{number}"@zh .\n'
        )
    questions = max(1, claims // 10)
    for number in range(questions):
        yield _question(number, questions, chance, passages)
    for number in range(claims):
        yield from _claim(number, claims, questions, chance, passages)
    yield from _steps(claims, chance)


def _question(number: int, questions: int, chance: random.Random, passages: bool) -> str:
    deeper = number and number % 2
    behind = f" ;\n    arg:underlies :q{chance.randrange(0, number, 2)}" if deeper else ""
    kind = "UnderlyingQuestion" if deeper else "Question"
    subject, verb, other = _words(chance)
    return (
        f"\n:q{number} a arg:{kind} ;\n"
        f'    rdfs:label "Do {subject[0].lower()} {verb[0]} {other[0]} ({number})?"@en ,'
        f' "{subject[1]}是否{verb[1]}{other[1]}({number})?"@zh ;\n'
        f"    arg:status arg:reconstructed{behind} .\n"
    )


def _claim(
    number: int, claims: int, questions: int, chance: random.Random, passages: bool
) -> Iterator[str]:
    kind = chance.choice(KINDS)
    stated = chance.choices(["stated", "quoted"], [19, 1])[0]
    said = "reconstructed" if kind == "Assumption" else stated
    subject, verb, other = _words(chance)
    lines = [
        f"\n:c{number} a arg:{kind}",
        f'    rdfs:label "{subject[0]} {verb[0]} {other[0]} ({number})."@en ,'
        f' "{subject[1]}{verb[1]}{other[1]}({number})。"@zh',
        f"    arg:status arg:{said}",
    ]
    if said == "stated":
        lines.append(f"    arg:assertedBy :s{chance.randrange(SPEAKERS)}")
    if said != "reconstructed":
        lines.append(f"    arg:certainty arg:{chance.choice(CERTAINTIES)}")
        if passages:
            lines.append(f"    arg:hasPassage :p{number}")
    if chance.random() < 0.3:
        lines.append(f"    arg:answers :q{chance.randrange(questions)}")
    if chance.random() < 0.1 and number:
        lines.append(f"    arg:qualifies :c{_near(number, claims, chance)}")
    if chance.random() < 0.1 and number:
        lines.append(f"    arg:dependsOn :c{_near(number, claims, chance)}")
    yield " ;\n".join(lines) + " .\n"
    if said == "quoted":
        yield (
            f"\n:u{number} a arg:Utterance ;\n    arg:speaker :s{chance.randrange(SPEAKERS)} ;\n"
            f'    rdfs:label "Remark {number}"@en , "言论{number}"@zh ;\n'
            f"    arg:status arg:quoted ;\n    arg:expresses :c{number}"
            + (f" ;\n    arg:hasPassage :p{number} .\n" if passages else " .\n")
        )
    if passages and said != "reconstructed":
        start = number * 40
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        yield (
            f'\n:p{number} a arg:Passage ;\n    dcterms:language "en" ;\n'
            f"    arg:paragraph {number // 10 + 1} ;\n    arg:sentence {number % 10 + 1} ;\n"
            f'    oa:hasSource :source ;\n    schema:sha256 "{digest}" ;\n'
            f"    oa:hasSelector :p{number}-at .\n"
            f"\n:p{number}-at a oa:TextPositionSelector ;\n"
            f'    oa:start "{start}"^^xsd:nonNegativeInteger ;\n'
            f'    oa:end "{start + 39}"^^xsd:nonNegativeInteger .\n'
        )


def _steps(claims: int, chance: random.Random) -> Iterator[str]:
    inferences = claims * 6 // 10
    for number in range(inferences):
        end = chance.randrange(claims)
        wanted = chance.choice([1, 2, 2, 3])
        premises = sorted({_near(end, claims, chance) for _ in range(wanted)} - {end})
        if not premises:
            premises = [(end + 1) % claims]
        yield (
            f"\n:i{number} a arg:Inference ;\n    arg:status arg:reconstructed ;\n"
            f"    arg:premise {' , '.join(f':c{premise}' for premise in premises)} ;\n"
            f"    arg:conclusion :c{end} .\n"
        )
    for number in range(claims * 2 // 10):
        kind = chance.choice(["Rebuttal", "Rebuttal", "Undermining", "Undercut"])
        attacker = chance.randrange(claims)
        target = (attacker + chance.randrange(1, claims)) % claims if claims > 1 else attacker
        hit = f":i{chance.randrange(inferences)}" if kind == "Undercut" and inferences else None
        yield (
            f"\n:x{number} a arg:{kind} ;\n    arg:status arg:reconstructed ;\n"
            f"    arg:attacker :c{attacker} ;\n    arg:target {hit or f':c{target}'} .\n"
        )


def _near(number: int, claims: int, chance: random.Random) -> int:
    """Return a claim a little after *number*; one in fifty times a little before it."""
    step = 1 + chance.randrange(NEAR)
    return (number - step if chance.random() < 0.02 else number + step) % claims


def _words(chance: random.Random) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    return chance.choice(SUBJECTS), chance.choice(VERBS), chance.choice(OBJECTS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("claims", type=int)
    parser.add_argument("--passages", action="store_true", help="anchor claims in passages")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.writelines(turtle(options.claims, passages=options.passages))
