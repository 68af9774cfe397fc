"""The light records that people program against: frozen views of what the RDF says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Agent", "Passage", "Quantity", "Source", "Statement", "Step", "Utterance", "text_in"]


def text_in(texts: Mapping[str, str], language: str = "en") -> str:
    """Return the text in *language*, else in English, else in the first language there is.

    >>> text_in({"en": "tea", "zh": "茶"}, "zh"), text_in({"zh": "茶"}), text_in({})
    ('茶', '茶', '')
    """
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class Node:
    """What every node has: its *iri*, its local *id* and its *labels* by language."""

    iri: str
    id: str
    labels: Mapping[str, str]

    def label(self, language: str = "en") -> str:
        """Return the label in *language*, else the nearest there is, else the id.

        >>> Agent("http://e/ana", "ana", {"en": "Ana"}).label("zh")
        'Ana'
        """
        return text_in(self.labels, language) or self.id


@dataclass(frozen=True, slots=True)
class Agent(Node):
    """Somebody who speaks; labels fall back on ``foaf:name``."""

    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Source(Node):
    """A document from which passages are taken."""

    graph: str = ""
    languages: tuple[str, ...] = ()
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Passage(Node):
    """A located span of a source in one language.

    *start* and *end* count Unicode code points from the start of the text, end exclusive;
    *paragraph* and *sentence* count from 1; *sha256* is the digest of the span's UTF-8 bytes.
    """

    language: str | None = None
    paragraph: int | None = None
    sentence: int | None = None
    start: int | None = None
    end: int | None = None
    sha256: str | None = None
    source: str | None = None
    translation_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    """A figure: either *value*, or *minimum* and *maximum*; *bound* says how to read it."""

    bound: str | None = None
    value: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    unit: str | None = None
    horizon: str | None = None
    duration: str | None = None


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """A proposition or a question.

    *kind* is one of claim, forecast, commitment, evidence, assumption, proposition, question and
    underlying_question. *asserted_by* is who says it here and now; *reported_by* are the speakers
    of the utterances that express it. Missing is None or empty.
    """

    kind: str = "proposition"
    graph: str = ""
    status: str | None = None
    certainty: str | None = None
    confidence: float | None = None
    horizon: str | None = None
    asserted_by: Agent | None = None
    reported_by: tuple[Agent, ...] = ()
    conceded_by: tuple[Agent, ...] = ()
    passages: tuple[Passage, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step(Node):
    """An inference or a conflict.

    *kind* is one of inference, rebuttal, undercut, undermining and conflict; *sources* are the IRIs
    of the premises (or of the attacker), *target* is that of the conclusion (or of what is
    attacked).
    """

    kind: str = "inference"
    graph: str = ""
    status: str | None = None
    confidence: float | None = None
    sources: tuple[str, ...] = ()
    target: str | None = None
    schemes: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Utterance(Node):
    """A reported speech event: who spoke, and the IRIs of what was said, if the source tells."""

    graph: str = ""
    status: str | None = None
    speaker: Agent | None = None
    expresses: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
