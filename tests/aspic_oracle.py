"""What stands in a small argument, from the definitions: explicit arguments, and the equations.

:func:`labellings` builds the arguments of ASPIC+ one by one and decides them by brute force (S.
Modgil and H. Prakken, "A general account of argumentation with preferences", Artificial
Intelligence 195, 2013). :func:`solve` goes straight from the equations to their well-founded
solution (A. Van Gelder, "The alternating fixpoint of logic programs with negation", Journal of
Computer and System Sciences 47, 1993). Nothing here comes from the code that is tested.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from zlib import crc32

from dung_oracle import Oracle

IN, OUT, UNDECIDED = 1, -1, 0
ID = "https://w3id.org/whyso/id/net/"
GRANTED = "SELECT ?claim { ?claim a arg:Evidence }"

Names = frozenset[str]
Labels = tuple[int, ...]


@dataclass(frozen=True)
class Net:
    """Claims c0, c1 ...; inferences i0 ... and conflicts x0 ..., each with sources and ends.

    Attributes:
        claims: how many claims there are.
        granted: those that stand without a reason.
        inferences: premises and conclusions.
        conflicts: attackers and targets; a target is a claim, an inference or a conflict.
        needs: pairs of claims of which the first depends on the second.
    """

    claims: int
    granted: Names
    inferences: tuple[tuple[Names, Names], ...] = ()
    conflicts: tuple[tuple[Names, Names], ...] = ()
    needs: frozenset[tuple[str, str]] = frozenset()

    @property
    def names(self) -> list[str]:
        return [f"c{number}" for number in range(self.claims)]

    @property
    def links(self) -> dict[str, tuple[Names, Names]]:
        """Every link that has a source and an end."""
        named = [(f"i{n}", link) for n, link in enumerate(self.inferences)]
        named += [(f"x{n}", link) for n, link in enumerate(self.conflicts)]
        return {name: link for name, link in named if link[0] and link[1]}

    def reasons(self, claim: str) -> list[str]:
        return [i for i, link in self.links.items() if i[0] == "i" and claim in link[1]]

    def attacks(self, node: str) -> list[str]:
        return [x for x, link in self.links.items() if x[0] == "x" and node in link[1]]

    def open(self, claim: str) -> bool:
        return claim not in self.granted and not self.reasons(claim)

    def needed(self, claim: str) -> list[str]:
        return sorted(b for a, b in self.needs if a == claim)

    def turtle(self) -> str:
        """Return the net in Turtle, with each thing's triples apart."""
        lines = [f"@prefix arg: <https://w3id.org/whyso/ontology#> .\n@prefix : <{ID}> ."]
        kinds = ("Claim", "Forecast", "Proposition", "Commitment", "Assumption")
        for number, name in enumerate(self.names):
            kind = "Evidence" if name in self.granted else kinds[number % 5]
            lines.append(f":{name} a arg:{kind} .")
        for name, (sources, ends) in self.links.items():
            inference = name[0] == "i"
            kind = "Inference" if inference else ("Conflict", "Rebuttal", "Undercut")[len(ends) % 3]
            lines.append(f":{name} a arg:{kind} .")
            role, way = ("premise", "conclusion") if inference else ("attacker", "target")
            lines += [f":{name} arg:{role} :{source} ." for source in sources]
            lines += [f":{name} arg:{way} :{end} ." for end in ends]
        lines += [f":{a} arg:dependsOn :{b} ." for a, b in self.needs]
        return "\n".join([lines[0], *sorted(lines[1:], key=lambda line: crc32(line.encode()))])


# (a) arguments as trees


@dataclass(frozen=True)
class Argument:
    """A conclusion and what it is drawn from: a premise, or an inference from sub-arguments.

    Attributes:
        claims: every claim that it or a sub-argument concludes.
        links: every link that it or a sub-argument uses.
        top: the claim that it concludes, or the conflict that it brings forward.
        open: whether it is a premise that is not granted, which attacks whatever uses it.
    """

    claims: Names
    links: Names
    top: str
    open: bool

    @classmethod
    def of(
        cls, top: str, parts: tuple["Argument", ...], link: str = "", *, open: bool
    ) -> "Argument":
        claims, links = {top} if top[0] == "c" else set[str](), {link} if link else set[str]()
        for part in parts:
            claims |= part.claims
            links |= part.links
        return cls(frozenset(claims), frozenset(links), top, open)


class TooManyError(Exception):
    """There are more arguments than brute force can decide."""


def arguments(net: Net, most: int) -> list[Argument]:
    """Return every argument of a net whose support has no circle.

    An argument for a claim is the claim as a premise, or an inference from arguments for all its
    premises; an argument for what the claim depends on belongs to it. A conflict is brought
    forward by arguments for all its attackers. A premise that is not granted and has no reason
    attacks itself and what uses it, so that these are undecided at best.
    """
    links, found = net.links, dict[str, list[Argument]]()

    def all_of(claims: list[str]) -> list[tuple[Argument, ...]]:
        lists = [for_claim(claim) for claim in claims]
        return list(product(*lists))

    def for_claim(claim: str) -> list[Argument]:
        if claim not in found:
            needed = net.needed(claim)
            made = []
            if claim in net.granted or net.open(claim):
                for parts in all_of(needed):
                    made.append(Argument.of(claim, parts, open=net.open(claim)))
            for link in net.reasons(claim):
                for parts in all_of([*sorted(links[link][0]), *needed]):
                    made.append(Argument.of(claim, parts, link, open=False))
            if len(made) > most:
                raise TooManyError
            found[claim] = made
        return found[claim]

    everything = [argument for claim in net.names for argument in for_claim(claim)]
    for name, (sources, _) in links.items():
        if name[0] == "x":
            for parts in all_of(sorted(sources)):
                everything.append(Argument.of(name, parts, name, open=False))
    if len(everything) > most:
        raise TooManyError
    return everything


def labellings(net: Net, most: int = 14) -> dict[str, set[Labels]]:
    """Return for each semantics the labels of the claims in each of its extensions.

    A claim is in if an argument for it is, and out if every argument for it is attacked by one
    that is in; one without arguments is out.
    """
    every = arguments(net, most)
    attacks = [
        (a, b)
        for a, one in enumerate(every)
        for b, other in enumerate(every)
        if (one.top in net.links and net.links[one.top][1] & (other.claims | other.links))
        or (one.open and one.top in other.claims)
    ]
    oracle = Oracle(len(every), attacks)

    def project(extension: int) -> Labels:
        beaten = 0
        for number, hit in enumerate(oracle.attacked):
            beaten |= hit if extension >> number & 1 else 0
        labels = []
        for claim in net.names:
            own = [number for number, one in enumerate(every) if one.top == claim]
            stands = any(extension >> number & 1 for number in own)
            falls = all(beaten >> number & 1 for number in own)
            labels.append(IN if stands else OUT if falls else UNDECIDED)
        return tuple(labels)

    semantics = ("grounded", "complete", "preferred", "stable", "ideal")
    return {name: set(map(project, oracle.extensions(name))) for name in semantics}


# (b) the equations


def solve(net: Net) -> dict[str, int]:
    """Return the well-founded solution of the equations, for claims and links.

    What must stand is built up from what is granted, against all attacks that may hold; what may
    stand is built up from what is granted or open, against those attacks only that must hold; and
    so on until neither changes. So what only a circle holds up may not stand.
    """
    certain, possible = set[str](), {*net.names, *net.links}
    while True:
        more = _build(net, possible, assume_open=False)
        less = _build(net, more, assume_open=True)
        if (more, less) == (certain, possible):
            break
        certain, possible = more, less
    return {
        name: IN if name in certain else UNDECIDED if name in possible else OUT
        for name in (*net.names, *net.links)
    }


def _build(net: Net, against: set[str], *, assume_open: bool) -> set[str]:
    """Return what stands if what is in *against*, and nothing else, attacks."""
    stands = set[str]()
    while True:
        before = len(stands)
        for name, (sources, _) in net.links.items():
            if sources <= stands and not against.intersection(net.attacks(name)):
                stands.add(name)
        for claim in net.names:
            ground = claim in net.granted or (assume_open and net.open(claim))
            if (
                (ground or stands.intersection(net.reasons(claim)))
                and stands.issuperset(net.needed(claim))
                and not against.intersection(net.attacks(claim))
            ):
                stands.add(claim)
        if len(stands) == before:
            return stands


# Random nets


def random_nets(number: int, seed: int, *, circles: bool, largest: int = 8) -> Iterator[Net]:
    """Yield nets of several kinds: thin and dense, granted much and little, attacks on attacks.

    Where *circles* is false, reasons and dependencies lead from claims of lower numbers to those
    of higher numbers; attacks lead anywhere in any case.
    """
    chance = random.Random(seed)  # noqa: S311
    for _ in range(number):
        yield _random_net(chance, circles, chance.randint(0, largest))


def _random_net(chance: random.Random, circles: bool, claims: int) -> Net:
    names = [f"c{number}" for number in range(claims)]
    if not names:
        return Net(0, frozenset())
    share = chance.choice([0.2, 0.5, 0.8, 1.0])
    joint = chance.choice([1, 1, 2, 3])

    def some(of: list[str], most: int) -> Names:
        return frozenset(chance.sample(of, min(len(of), chance.randint(1, most))))

    inferences = []
    for _ in range(chance.randint(0, claims)):
        if circles:
            inferences.append((some(names, joint), some(names, chance.choice([1, 1, 2]))))
        elif claims > 1:
            cut = chance.randint(1, claims - 1)
            inferences.append(
                (some(names[:cut], joint), some(names[cut:], chance.choice([1, 1, 2])))
            )
    count = chance.randint(0, claims + 2)
    steps = [f"i{n}" for n in range(len(inferences))] + [f"x{n}" for n in range(count)]
    conflicts = []
    for _ in range(count):
        ends = names if not steps or chance.random() < 0.6 else steps
        conflicts.append(
            (some(names, chance.choice([1, 1, 1, 2])), some(ends, chance.choice([1, 1, 2])))
        )
    needs = set()
    for _ in range(chance.choice([0, 0, 1, 3])):
        a, b = chance.choice(names), chance.choice(names)
        if circles or a > b:
            needs.add((a, b))
    granted = frozenset(name for name in names if chance.random() < share)
    return Net(claims, granted, tuple(inferences), tuple(conflicts), frozenset(needs))
