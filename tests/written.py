"""Arguments written in short lines, for tests of verdicts."""

from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, parse

HEAD = """@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://w3id.org/whyso/id/t/> .
"""
BASE = "https://w3id.org/whyso/id/t/"
VOICES = {"r": "reconstructed", "u": "quoted", "s": "superseded"}


def written(*lines: str) -> ArgumentGraph:
    """Return the argument that lines say.

    ``a b > c`` is an inference and ``a ! c`` a conflict (steps i1, i2 ... by line; ``a ! i1`` hits
    a step); ``c ~ d`` says that c depends on d, ``c = q1`` that it answers a question, ``q1 : q2``
    that q2 is a part of q1. What begins with q is a question; what begins with r the analyst
    supplied, u is reported speech, s is superseded; all else is stated.
    """
    return parse(turtle(*lines))


def turtle(*lines: str) -> str:
    said: list[str] = []
    names: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        *left, sign, right = line.split() if " " in line else (line, "", "")
        names.update(dict.fromkeys([*left, right]))
        first = left[0]
        if sign == ">":
            premises = ", ".join(f":{name}" for name in left)
            said.append(f":i{number} a arg:Inference ; arg:premise {premises} ;")
            said.append(f"  arg:conclusion :{right} .")
        elif sign == "!":
            said.append(
                f":i{number} a arg:Rebuttal ; arg:attacker :{first} ; arg:target :{right} ."
            )
        elif sign == "~":
            said.append(f":{first} arg:dependsOn :{right} .")
        elif sign == "=":
            said.append(f":{first} arg:answers :{right} .")
        elif sign == ":":
            said.append(f":{first} dcterms:hasPart :{right} .")
    for name in names:
        if name and not name.startswith("i"):
            kind = "Question" if name.startswith("q") else "Claim"
            said.append(f':{name} a arg:{kind} ; rdfs:label "{name}"@en .')
            status = VOICES.get(name[0], "stated")
            said.append(f":{name} arg:status arg:{status} ." if kind == "Claim" else "")
    return HEAD + "\n".join(said)


def granting(*names: str) -> str:
    """Return the standpoint that grants these claims and nothing else."""
    return (
        f"SELECT ?claim {{ VALUES ?claim {{ {' '.join(f'<{BASE}{name}>' for name in names)} }} }}"
    )


@st.composite
def arguments(draw: st.DrawFn, *, circles: bool = True) -> list[str]:
    """Any small argument, as lines: reasons, attacks on claims and steps, answers."""
    names = ["a", "b", "c", "d", "r1", "u1"][: draw(st.integers(2, 6))]
    lines = [*names, "q1", "q2"]
    for _ in range(draw(st.integers(0, 7))):
        end = draw(st.integers(0, len(names) - 1))
        free = names if circles else names[:end]
        if not free:
            continue
        if draw(st.booleans()):
            left = draw(st.lists(st.sampled_from(free), min_size=1, max_size=2, unique=True))
            lines.append(f"{' '.join(left)} > {names[end]}")
        elif draw(st.integers(0, 4)) == 0:
            lines.append(f"{draw(st.sampled_from(free))} ~ {names[end]}" if circles else names[0])
        else:
            steps = [f"i{place}" for place, line in enumerate(lines, 1) if ">" in line]
            target = draw(st.sampled_from([names[end], *steps]))
            lines.append(f"{draw(st.sampled_from(names))} ! {target}")
    for question in ("q1", "q2"):
        answers = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
        lines += [f"{answer} = {question}" for answer in answers]
    return lines
