"""Small arguments, written as lines, read back from RDF.

``i: a b => c`` is an inference, ``x: a -> c d`` a conflict (with a step among its targets an
undercut, else a rebuttal), ``a needs b`` a dependency. What is granted is an arg:Evidence.
"""

from whyso.graph import ArgumentGraph, parse
from whyso.graph.semantics import Options, Verdict

ID = "https://w3id.org/whyso/id/small/"
GRANTED = "SELECT ?claim { ?claim a arg:Evidence }"
PREFIXES = f"""\
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix : <{ID}> .
"""
WORDS = {1: "accepted", -1: "rejected", 0: "undecided"}


def argument(lines: str, granted: str = "", more: str = "", **confidence: float) -> ArgumentGraph:
    """Return the argument that some lines describe.

    Args:
        lines: inferences, conflicts and dependencies, one a line.
        granted: the claims that are evidence.
        more: triples to add, in Turtle.
        confidence: of claims and steps.
    """
    steps, triples, claims = list[str](), list[str](), granted.split()
    rows = [line.strip().partition(": ") for line in lines.strip().splitlines() if line.strip()]
    steps = [name for name, colon, _ in rows if colon]
    for name, colon, rest in rows:
        if not colon:
            a, b = name.split(" needs ")
            triples.append(f":{a} arg:dependsOn :{b}")
            claims += [a, b]
            continue
        sign = " => " if " => " in rest else " -> "
        starts, ends = (part.split() for part in rest.split(sign))
        claims += [one for one in starts + ends if one not in steps]
        undercut = any(end in steps for end in ends)
        kind = "Inference" if sign == " => " else "Undercut" if undercut else "Rebuttal"
        role, way = ("premise", "conclusion") if sign == " => " else ("attacker", "target")
        triples.append(f":{name} a arg:{kind}")
        triples += [f":{name} arg:{role} :{start}" for start in starts]
        triples += [f":{name} arg:{way} :{end}" for end in ends]
    for claim in dict.fromkeys(claims):
        triples.append(f":{claim} a arg:{'Evidence' if claim in granted.split() else 'Claim'}")
    triples += [f":{name} arg:confidence {value}" for name, value in confidence.items()]
    return parse(PREFIXES + "".join(f"{triple} .\n" for triple in triples) + more)


def verdict(
    lines: str, granted: str = "", options: Options | None = None, **confidence: float
) -> Verdict:
    """Return the verdict on such an argument, for a reader who grants what is evidence."""
    return argument(lines, granted, "", **confidence).verdict(GRANTED, options=options)


def statuses(found: Verdict) -> dict[str, str]:
    """Return the status of each claim by local name."""
    names = [name.removeprefix(ID) for name in found.case.links.claims]
    return dict(zip(names, (WORDS[label] for label in found.labels.tolist()), strict=True))


def accepted(found: Verdict) -> str:
    """Return the names of what is accepted."""
    return " ".join(name for name, status in statuses(found).items() if status == "accepted")


def defensible(found: Verdict) -> str:
    """Return the names of what some extension accepts."""
    pairs = zip(statuses(found), found.defensible.tolist(), strict=True)
    return " ".join(name for name, is_so in pairs if is_so)
