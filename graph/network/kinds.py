"""The words of the networkx graph: kinds of nodes, roles of edges, terms as attributes."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from whyso import ontology

__all__ = ["CLASSES", "KINDS", "LABEL", "REVERSED", "ROLES", "SLOTS", "STEPS", "TYPE"]
__all__ += ["as_iri", "attribute", "kind_of", "written"]

# Class to kind, the more telling first: a node that is Claim and Evidence counts as evidence.
KINDS: Final[dict[str, str]] = {
    "Forecast": "forecast",
    "Commitment": "commitment",
    "Evidence": "evidence",
    "Assumption": "assumption",
    "Claim": "claim",
    "Proposition": "proposition",
    "UnderlyingQuestion": "underlying_question",
    "Question": "question",
    "Utterance": "utterance",
    "Inference": "inference",
    "Rebuttal": "rebuttal",
    "Undercut": "undercut",
    "Undermining": "undermining",
    "Conflict": "conflict",
}
CLASSES: Final = {kind: name for name, kind in KINDS.items()}
STEPS: Final = frozenset({"inference", "conflict", "rebuttal", "undercut", "undermining"})
REVERSED: Final = frozenset({"premise", "attacker"})
_ARG_ROLES: Final = (
    *("premise", "conclusion", "attacker", "target", "answers", "raises", "underlies", "expresses"),
    *("clarifies", "supersedes", "qualifies", "dependsOn", "inTensionWith"),
)
ROLES: Final[dict[str, str]] = {role: ontology.ARG + role for role in _ARG_ROLES} | {
    "hasPart": ontology.PREFIXES["dcterms"] + "hasPart"
}
TYPE: Final = f"<{ontology.PREFIXES['rdf']}type>"
LABEL: Final = f"<{ontology.PREFIXES['rdfs']}label>"
# Property to what its values are, and the name of the edge or attribute that they become.
SLOTS: Final[dict[str, tuple[str, str]]] = {
    TYPE: ("class", "kind"),
    LABEL: ("label", "label"),
    f"<{ontology.ARG}status>": ("concept", "status"),
    f"<{ontology.ARG}certainty>": ("concept", "certainty"),
    f"<{ontology.ARG}assertedBy>": ("agent", "asserted_by"),
    f"<{ontology.ARG}speaker>": ("agent", "speaker"),
    f"<{ontology.ARG}confidence>": ("number", "confidence"),
} | {f"<{iri}>": ("role", role) for role, iri in ROLES.items()}

_RANK: Final = {name: rank for rank, name in enumerate(KINDS)}
_CONCEPT: Final = f"<{ontology.ARG}"
_DECIMAL: Final = f'"^^<{ontology.PREFIXES["xsd"]}decimal>'
_LOCAL: Final = re.compile(r"[\w.~%-]+")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*|_:[A-Za-z0-9_]+")


def kind_of(classes: Iterable[str]) -> str | None:
    """Return the kind of a node that has these classes of the ontology (local names).

    >>> kind_of(["Claim", "Evidence"]), kind_of(["Passage"])
    ('evidence', None)
    """
    known = [name for name in classes if name in _RANK]
    return KINDS[min(known, key=_RANK.__getitem__)] if known else None


@lru_cache(maxsize=10_000)
def attribute(what: str, term: str) -> Any:
    """Return an RDF term (as in N-Triples) as an attribute's value, or None if it cannot be undone.

    Args:
        what: ``concept``, ``agent`` or ``number``.
        term: the term.

    >>> attribute("concept", "<https://w3id.org/whyso/ontology#stated>")
    'stated'
    """
    if what == "concept":
        local = term[len(_CONCEPT) : -1]
        return local if term.startswith(_CONCEPT) and _LOCAL.fullmatch(local) else None
    if what == "agent":
        return None if term.startswith('"') else term[1:-1] if term[0] == "<" else term
    if not term.endswith(_DECIMAL):
        return None
    try:
        number = float(term[1 : -len(_DECIMAL)])
        return number if written("number", number) == term else None
    except ValueError:
        return None


def written(what: str, value: Any) -> str:
    """Return an attribute's value as an RDF term: the way back from :func:`attribute`.

    Raises:
        ValueError: the value cannot be written so.

    >>> written("number", 0.8)
    '"0.8"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if what == "number":
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"{value!r} is not a finite number")
        return '"' + format(Decimal(repr(number)), "f").removesuffix(".0") + _DECIMAL
    if what == "agent":
        return as_iri(value)
    if not isinstance(value, str) or not _LOCAL.fullmatch(value):
        raise ValueError(f"{value!r} is not the local name of a term")
    return f"{_CONCEPT}{value}>"


def as_iri(key: Any) -> str:
    """Return a node key as an RDF term.

    Raises:
        ValueError: it is neither an absolute IRI nor ``_:`` and a label.

    >>> as_iri("http://e/a"), as_iri("_:b0")
    ('<http://e/a>', '_:b0')
    """
    if not isinstance(key, str) or not _IRI.fullmatch(key):
        raise ValueError(f"{key!r} is not an absolute IRI")
    return key if key.startswith("_:") else f"<{key}>"
