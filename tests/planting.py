"""Planting faults into the text of a Turtle file, as a person would make them."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from whyso.graph.check import Severity

OBJECT = r'(?:"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^\S+)?|<[^>]*>|,|[^\s;."<][^\s;"<]*)'


class Document:
    """A Turtle file as a person sees it: statements that start at the margin; and its text."""

    def __init__(self, turtle: str, text: str | None = None) -> None:
        self.turtle, self.text = turtle, text
        self.data: bytes | None = None

    @property
    def turtle(self) -> str:
        return "".join(self._statements)

    @turtle.setter
    def turtle(self, turtle: str) -> None:
        self._statements = re.split(r"(?m)^(?=[^\s])", turtle)
        self._places: dict[str, int] = {}
        for place, statement in enumerate(self._statements):
            if statement.startswith(":"):
                self._places.setdefault(statement.split(None, 1)[0][1:], place)

    def statement(self, subject: str) -> str:
        return self._statements[self._places[subject]]

    def first(self, *having: str, without: str = "\0") -> str:
        """Return the first subject whose statement has all these words."""
        for subject in self._places:
            statement = self.statement(subject)
            if all(word in statement for word in having) and without not in statement:
                return subject
        raise AssertionError(having)

    def change(self, subject: str, pattern: str, new: str) -> str:
        place = self._places[subject]
        self._statements[place], count = re.subn(pattern, new, self._statements[place], count=1)
        assert count == 1, (subject, pattern)
        return subject

    def drop(self, subject: str, predicate: str) -> str:
        return self.change(subject, rf"{predicate}(?:\s+{OBJECT})+\s*;?", "")

    def put(self, subject: str, predicate: str, value: str) -> str:
        """Replace all values of a predicate."""
        return self.change(subject, rf"{predicate}(?:\s+{OBJECT})+", f"{predicate} {value} ")

    def add(self, subject: str, said: str) -> str:
        return self.change(subject, r"\s*\.\s*$", f" ;\n    {said} .\n\n")

    def new(self, subject: str, said: str) -> str:
        self.turtle += f"\n:{subject} {said} .\n"
        return subject

    def value(self, subject: str, predicate: str) -> str:
        match = re.search(rf"{predicate}\s+({OBJECT})", self.statement(subject))
        assert match, (subject, predicate)
        return match.group(1).strip('"')

    # Passages

    def passage(self, language: str = "en", *, skip: int = 0) -> str:
        """Return the first passage in that language, or one after it."""
        having = ("a arg:Passage", f'dcterms:language "{language}"')
        found = (
            subject
            for subject in self._places
            if all(word in self.statement(subject) for word in having)
        )
        return next(islice(found, skip, None))

    def neighbours(self) -> Iterator[tuple[str, str]]:
        """Yield English passages and the one behind each."""
        for skip in range(1, 90):
            yield self.passage(skip=skip), self.passage(skip=skip + 1)

    def selector(self, passage: str) -> str:
        return self.value(passage, "oa:hasSelector").removeprefix(":")

    def offsets(self, passage: str) -> tuple[int, int]:
        selector = self.selector(passage)
        ends = (self.value(selector, f"oa:{end}") for end in ("start", "end"))
        start, end = (int(re.sub(r"\D.*", "", each.strip('"'))) for each in ends)
        return start, end

    def move(self, passage: str, start: int, end: int, *, digest: bool = False) -> str:
        """Set a passage's offsets, and its digest if asked."""
        selector = self.selector(passage)
        for name, value in (("start", start), ("end", end)):
            self.put(selector, f"oa:{name}", f'"{value}"^^xsd:nonNegativeInteger')
        if digest:
            assert self.text is not None
            span = self.text[start:end].encode()
            self.put(passage, "schema:sha256", f'"{hashlib.sha256(span).hexdigest()}"')
        return passage

    @property
    def source(self) -> str:
        return self.first("a arg:Source")


@dataclass(frozen=True)
class Fault:
    """What is planted (it returns the node at fault), and what is to be found."""

    name: str
    rule: str
    mend: str
    plant: Callable[[Document], str]
    severity: Severity = "violation"


FAULTS: list[Fault] = []
TEXT_FAULTS: list[Fault] = []


def fault(
    rule: str, mend: str, severity: Severity = "violation", *, faults: list[Fault] = FAULTS
) -> Callable[[Callable[[Document], str]], Callable[[Document], str]]:
    def register(plant: Callable[[Document], str]) -> Callable[[Document], str]:
        faults.append(Fault(plant.__name__, rule, mend, plant, severity))
        return plant

    return register


def text_fault(
    rule: str, mend: str, severity: Severity = "violation"
) -> Callable[[Callable[[Document], str]], Callable[[Document], str]]:
    return fault(rule, mend, severity, faults=TEXT_FAULTS)


STATED = ("a arg:Claim", "arg:status arg:stated")
