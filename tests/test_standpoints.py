"""Standpoints: what each grants, by plain rdflib; one's own; what each makes of the sample.

What the shipped queries should select is worked out here in Python from the triples.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from aspic_lines import ID, PREFIXES
from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.errors import QueryError, UnknownNameError
from whyso.graph.opening import sample_path
from whyso.graph.semantics import Options, Verdict, find_standpoint, standpoints

ARG = Namespace("https://w3id.org/whyso/ontology#")
DATA = Path(__file__).parent / "data"
NAMES = ("speaker", "stated", "no-forecasts", "evidence", "sceptic")
KINDS = {ARG[kind] for kind in ("Claim", "Forecast", "Commitment", "Evidence", "Proposition")}
CLAIMS = KINDS | {ARG.Assumption}

Split = tuple[set[str], set[str]]


class Expected:
    """What each standpoint grants outright, and holds to reasons, by the triples of a graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.claims = {one for kind in CLAIMS for one in graph.subjects(RDF.type, kind)}
        self.conceded = set[Node]()
        front = set(graph.objects(None, ARG.concedes))
        while front:
            self.conceded |= front
            front = {b for a in front for b in graph.objects(a, ARG.dependsOn)} - self.conceded

    def kinds(self, claim: Node) -> set[Node]:
        return set(self.graph.objects(claim, RDF.type))

    def statuses(self, node: Node) -> set[Node]:
        return set(self.graph.objects(node, ARG.status))

    def asserted(self, claim: Node) -> bool:
        """Whether it is said now: not only quoted, reconstructed, reported or since replaced."""
        reported = (None, ARG.expresses, claim) in self.graph and not (
            self.statuses(claim) or (claim, ARG.assertedBy, None) in self.graph
        )
        current = (None, ARG.supersedes, claim) not in self.graph
        return self.statuses(claim) <= {ARG.stated} and not reported and current

    def has_reason(self, claim: Node, *, given: bool) -> bool:
        """Whether an inference leads to it; with *given*, one that is not only reconstructed."""
        steps = list(self.graph.subjects(ARG.conclusion, claim))
        if not given:
            return bool(steps)
        others = [self.statuses(step) - {ARG.reconstructed} for step in steps]
        return any(others) or any(not self.statuses(step) for step in steps)

    def put_forward(self, name: str) -> Split:
        """Return what is granted outright and what is held to its reasons, as IRIs."""
        outright, held = set[str](), set[str]()
        for claim in self.claims | self.conceded:
            kinds, conceded = self.kinds(claim), claim in self.conceded
            said, assumed = self.asserted(claim), ARG.Assumption in kinds
            if name in ("evidence", "sceptic"):
                granted = conceded or self._granted(name, claim)
                if said and granted and not (name == "sceptic" and assumed):
                    outright.add(str(claim))
                continue
            if name == "no-forecasts" and ARG.Forecast in kinds:
                continue
            if name == "stated" and assumed and not self.statuses(claim):
                continue
            if said and conceded:
                outright.add(str(claim))
            if said and kinds & (CLAIMS if name == "stated" else KINDS):
                (held if self.has_reason(claim, given=True) else outright).add(str(claim))
            if name != "stated" and assumed and self._assumed(claim):
                (held if self.has_reason(claim, given=False) else outright).add(str(claim))
        return outright, held - outright

    def _assumed(self, claim: Node) -> bool:
        current = (None, ARG.supersedes, claim) not in self.graph
        return current and self.statuses(claim) <= {ARG.stated, ARG.reconstructed}

    def _granted(self, name: str, claim: Node) -> bool:
        if name == "evidence":
            checkable = (claim, ARG.checkable, Literal(False)) not in self.graph
            return ARG.Evidence in self.kinds(claim) and checkable
        steps = self.graph.subjects(ARG.conclusion, claim)
        return bool(self.kinds(claim) & KINDS) and any(
            self.statuses(step) <= {ARG.stated} for step in steps
        )


def selected(graph: ArgumentGraph, name: str) -> Split:
    """Return what a standpoint grants outright and what it holds to its reasons."""
    verdict = graph.verdict(name)
    granted, claims = verdict.case.granted, verdict.case.links.claims
    return tuple(  # type: ignore[return-value]
        {iri for iri, is_so in zip(claims, mask.tolist(), strict=True) if is_so}
        for mask in (granted.outright, granted.held)
    )


def supported(graph: ArgumentGraph) -> set[str]:
    """Return the claims to which an inference leads whose premises are all claims."""
    links = graph.verdict().case.links
    return {
        links.claims[claim]
        for claim, link, on in zip(
            links.target.tolist(), links.target_link.tolist(), links.on_link.tolist(), strict=True
        )
        if links.sign[link] > 0 and not on
    }


def agree(graph: ArgumentGraph, triples: Graph) -> None:
    expected, reasons = Expected(triples), supported(graph)
    for name in NAMES:
        outright, held = expected.put_forward(name)
        # Who is held to a reason that is no inference at all is taken at his word.
        want = outright | (held - reasons), held & reasons
        assert selected(graph, name) == want, name


@pytest.mark.parametrize(
    "path", [*sorted(DATA.glob("*.ttl")), sample_path()], ids=lambda path: path.stem
)
def test_each_standpoint_grants_what_the_triples_say(path: Path) -> None:
    agree(load(path), Graph().parse(path))


def random_triples(chance: random.Random) -> str:
    """Return a small argument in which all that decides about granting is there, and missing."""
    lines = []
    kinds = sorted(CLAIMS)
    statuses = ["stated", "stated", "quoted", "reconstructed", "superseded"]

    def maybe(share: float, text: str) -> None:
        if chance.random() < share:
            lines.append(text)

    claims = [f":c{number}" for number in range(8)]
    for claim in claims:
        for kind in chance.sample(kinds, chance.choice([1, 1, 1, 2])):
            lines.append(f"{claim} a <{kind}>")
        for status in chance.sample(statuses, chance.choice([0, 1, 1, 2])):
            lines.append(f"{claim} arg:status arg:{status}")
        maybe(0.3, f"{claim} arg:assertedBy :a")
        maybe(0.2, f":u a arg:Utterance ; arg:expresses {claim}")
        maybe(0.1, f"{chance.choice(claims)} arg:supersedes {claim}")
        maybe(0.2, f":{chance.choice('ab')} arg:concedes {claim}")
        maybe(0.2, f"{claim} arg:dependsOn {chance.choice(claims)}")
        maybe(0.3, f"{claim} arg:checkable {chance.choice(['true', 'false'])}")
    for number in range(chance.randint(0, 6)):
        lines.append(f":i{number} a arg:Inference ; arg:conclusion {chance.choice(claims)}")
        maybe(0.9, f":i{number} arg:premise {chance.choice(claims)}")
        for status in chance.sample(
            ["stated", "quoted", "reconstructed"], chance.choice([0, 1, 2])
        ):
            lines.append(f":i{number} arg:status arg:{status}")
    return PREFIXES + ":a a foaf:Person .\n" + "".join(f"{line} .\n" for line in lines)


def test_each_standpoint_grants_what_the_triples_of_random_arguments_say() -> None:
    chance = random.Random(5)  # noqa: S311
    for _ in range(60):
        text = random_triples(chance)
        agree(parse(text), Graph().parse(data=text))


def test_who_grants_less_puts_forward_nothing_more() -> None:
    chance = random.Random(6)  # noqa: S311
    for graph in (sample(), *(parse(random_triples(chance)) for _ in range(40))):
        granted = {name: selected(graph, name) for name in NAMES}
        everything = granted["speaker"][0] | granted["speaker"][1]
        for name in ("stated", "no-forecasts", "evidence", "sceptic"):
            assert granted[name][0] | granted[name][1] <= everything, name
        assert granted["stated"][0] <= granted["speaker"][0] | granted["speaker"][1]


# Rules about what is said


def status(text: str, claim: str, standpoint: str = "speaker") -> str:
    return parse(PREFIXES + text).verdict(standpoint).status(ID + claim)


def test_without_a_status_a_claim_counts_as_stated() -> None:
    text = ":c a arg:Proposition . :d a arg:Proposition ; arg:status arg:reconstructed ."
    assert status(text, "c") == "accepted"
    assert status(text, "d") == "undecided"


@pytest.mark.parametrize("name", NAMES)
def test_reported_speech_is_granted_by_nobody(name: str) -> None:
    for more in ("", "; arg:status arg:quoted"):
        text = f":c a arg:Claim, arg:Evidence {more} . :u a arg:Utterance ; arg:expresses :c ."
        assert status(text, "c", name) == "undecided"


def test_what_is_said_again_now_is_no_mere_report() -> None:
    for more in ("arg:status arg:stated", "arg:assertedBy :a"):
        text = f":c a arg:Claim ; {more} . :u a arg:Utterance ; arg:expresses :c ."
        assert status(text, "c") == "accepted"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_superseded_is_granted_by_nobody(name: str) -> None:
    text = ":a arg:concedes :c . :c a arg:Evidence . :d a arg:Evidence ; arg:supersedes :c ."
    assert status(text, "c", name) == "undecided"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_conceded_and_what_it_depends_on_is_granted_by_everybody(name: str) -> None:
    text = (
        ":a arg:concedes :c . :c a arg:Claim ; arg:dependsOn :d . :d a arg:Claim ;"
        " arg:dependsOn :e . :e a arg:Claim ; arg:status arg:stated ."
    )
    for claim in "cde":
        assert status(text, claim, name) == "accepted"
        assert parse(PREFIXES + text).verdict(name).finding(ID + claim).ground == "granted"


def test_every_speaker_is_taken_at_his_word() -> None:
    text = (
        ":c a arg:Claim ; arg:assertedBy :ann . :d a arg:Claim ; arg:assertedBy :bob ."
        " :x a arg:Rebuttal ; arg:attacker :d ; arg:target :c ."
    )
    assert [status(text, claim) for claim in "cd"] == ["rejected", "accepted"]
    mutual = parse(PREFIXES + text).verdict(options=Options(rebuttals="mutual"))
    assert mutual.labels.tolist() == [0, 0]


def test_who_gives_a_reason_is_held_to_it() -> None:
    text = (
        ":c a arg:Claim . :p a arg:Claim . :n a arg:Claim ."
        " :i a arg:Inference ; arg:status arg:{} ; arg:premise :p ; arg:conclusion :c ."
        " :x a arg:Rebuttal ; arg:attacker :n ; arg:target :p ."
    )
    assert status(text.replace("{}", "stated"), "c") == "rejected"
    assert status(text.replace("{}", "reconstructed"), "c") == "accepted"


def test_a_claim_that_only_occurs_as_a_premise_is_open() -> None:
    text = ":c a arg:Claim . :i a arg:Inference ; arg:premise :nowhere ; arg:conclusion :c ."
    for name in NAMES:
        assert status(text, "nowhere", name) == "undecided"


def test_one_source_in_two_graphs_and_two_sources_are_read_as_one() -> None:
    one = "<{0}c> a <{1}Claim> . <{0}i> a <{1}Inference> ; <{1}premise> <{0}c> ; <{1}conclusion> "
    text = (one + "<{0}d> . <{0}d> a <{1}Proposition> ; <{1}status> <{1}reconstructed> .").format(
        ID, ARG
    )
    twice = f"<https://e.org/g1> {{ {text} }}\n<https://e.org/g2> {{ {text} }}"
    other = f"<https://e.org/g3> {{ <{ID}x> a <{ARG}Rebuttal> ; <{ARG}attacker> <{ID}e> ;"
    other += f" <{ARG}target> <{ID}c> . <{ID}e> a <{ARG}Claim> }}"
    alone, doubled = parse(text).verdict(), parse(twice, "trig").verdict()
    assert doubled.labels.tolist() == alone.labels.tolist() == [1, 1]
    assert doubled.case.links.source.tolist() == [0]
    assert doubled.strengths.values.tolist() == alone.strengths.values.tolist()
    joined = parse(twice + other, "trig")
    assert [joined.verdict().status(ID + name) for name in "cde"] == [
        "rejected",
        "rejected",
        "accepted",
    ]


# One's own


def test_a_standpoint_of_one_s_own_grants_what_it_selects() -> None:
    verdict = sample().verdict("SELECT ?claim { ?claim a arg:Evidence ; arg:checkable false }")
    chosen = {
        str(claim)
        for claim in Graph().parse(sample_path()).subjects(ARG.checkable, Literal(False))
        if (claim, RDF.type, ARG.Evidence) in Graph().parse(sample_path())
    }
    outright = verdict.case.granted.outright
    claims = verdict.case.links.claims
    assert {claims[at] for at in outright.nonzero()[0]} == chosen
    assert verdict.case.standpoint.name == "own"


def test_a_second_column_holds_to_reasons_and_an_outright_row_wins() -> None:
    text = (
        PREFIXES + ":c a arg:Claim . :p a arg:Proposition . :o a arg:Claim ."
        " :i a arg:Inference ; arg:premise :p ; arg:conclusion :c ."
    )
    held = "SELECT ?claim (true AS ?held) { ?claim a arg:Claim }"
    both = "SELECT ?claim ?held { ?claim a arg:Claim . VALUES ?held { true false } }"
    label = 'SELECT ?claim ("true story" AS ?word) { ?claim a arg:Claim }'
    for query, found in (
        (held, ["undecided", "accepted"]),
        (both, ["accepted", "accepted"]),
        (label, ["accepted", "accepted"]),
    ):
        verdict = parse(text).verdict(query)
        assert [verdict.status(ID + name) for name in "co"] == found


def test_a_standpoint_that_selects_nothing_leaves_all_open() -> None:
    verdict = sample().verdict("SELECT ?claim { ?claim a arg:Nothing }")
    assert not (verdict.labels == 1).any()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?c {\n ?c a arg:Claim ;;; foo }", r"line 2, column 25"),
        ("SELECT ?c { ?c a arg:Claim", r"line 1, column \d+"),
        ("SELECT ?c { ?c a nope:Claim }", r"line 1, column 18: unknown prefix 'nope:'"),
        ("ASK { ?c a arg:Claim }", "selects what is granted"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "selects what is granted"),
        ("DELETE WHERE { ?s ?p ?o }", "an update"),
        ("SELECT ?c { SERVICE <http://127.0.0.1:9/> { ?c a arg:Claim } }", "SERVICE"),
        ("SELECT ?c { ?c a arg:Question }", "selects no claim; .*q0 is none"),
    ],
)
def test_a_query_that_is_no_standpoint_is_told_in_one_line(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        sample().verdict(query)
    assert "\n" not in str(caught.value)


def test_an_unknown_standpoint_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"no standpoint named 'skeptic'.*sceptic"):
        find_standpoint("skeptic")


def test_blank_nodes_can_be_granted() -> None:
    text = PREFIXES + "[] a arg:Evidence . [] a arg:Claim ; arg:status arg:quoted ."
    for name in ("speaker", "SELECT ?claim { ?claim a arg:Evidence }"):
        verdict = parse(text).verdict(name)
        assert sorted(verdict.labels.tolist()) == [0, 1]
        assert all(claim.startswith("_:") for claim in verdict.case.links.claims)


def test_every_standpoint_is_told_in_both_languages() -> None:
    for standpoint in standpoints().values():
        for told in (standpoint.titles, standpoint.descriptions):
            assert set(told) == {"en", "zh"}
            assert all(told.values())
            assert told["en"] != told["zh"]


def test_a_file_without_any_claim_has_a_verdict_for_everybody() -> None:
    text = PREFIXES + ":q a arg:Question . :i a arg:Inference ; arg:conclusion :q ."
    for name in NAMES:
        assert parse(text).verdict(name).labels.tolist() == []


# The sample


def sample_verdicts() -> Iterator[tuple[str, Verdict]]:
    graph = sample()
    for name in NAMES:
        yield name, graph.verdict(name)


def test_no_standpoint_carries_the_opponents_positions_of_the_sample() -> None:
    """Their steps are undercut, their positions rebutted, and nobody asserts them."""
    for name, verdict in sample_verdicts():
        for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13):
            assert verdict.status(f"r{number}") != "accepted", name


def test_for_the_speaker_the_undercut_steps_of_the_sample_fail() -> None:
    undercut = ["i10", "i11", "i12", "i13", "i14", "i17", "i18"]
    for name, verdict in sample_verdicts():
        if name in ("speaker", "stated", "no-forecasts"):
            links = verdict.case.links
            labels = {step.rsplit("/", 1)[1]: at for at, step in enumerate(links.steps)}
            for step in undercut:
                failed = verdict.link_labels[labels[step]] == -1
                assert failed or (name, step) == ("no-forecasts", "i17"), (name, step)


def test_what_is_conceded_in_the_sample_is_accepted_by_everybody() -> None:
    triples = Graph().parse(sample_path())
    conceded = set(triples.objects(None, ARG.concedes))
    for name, verdict in sample_verdicts():
        for claim in conceded:
            quoted = (claim, ARG.status, ARG.quoted) in triples
            assert (verdict.status(str(claim)) == "accepted") is not quoted, (name, claim)


def test_reported_speech_in_the_sample_is_nobody_s_present_assertion() -> None:
    triples = Graph().parse(sample_path())
    reported = [
        claim
        for claim in triples.objects(None, ARG.expresses)
        if (claim, ARG.status, ARG.quoted) in triples
    ]
    assert len(reported) > 5
    for name, verdict in sample_verdicts():
        for claim in reported:
            if isinstance(claim, URIRef) and str(claim) in verdict.case.place:
                assert verdict.status(str(claim)) == "undecided", (name, claim)


def test_what_was_believed_earlier_in_the_sample_stands_for_nobody() -> None:
    for name, verdict in sample_verdicts():
        assert verdict.finding("c80").ground == "open", name
