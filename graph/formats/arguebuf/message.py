"""A message of arguebuf as plain values: its fields by their names in JSON, all of the right type.

Protocol Buffers let a JSON name be written in camel case or with underscores, numbers as texts,
and values of enumerations by number; null is the same as nothing. Here each has one form.

Source: recap-utr/arg-services, ``arg_services/graph/v1/graph.proto``, as package 1.7 has it; and
"ProtoJSON Format", protobuf.dev.
"""

import json
import math
import re
from collections.abc import Iterable
from typing import Any, Final

from whyso.graph.errors import ParseError, WhysoError
from whyso.graph.formats.account import Rows
from whyso.graph.formats.incoming import read_json
from whyso.graph.formats.sniffing import json_document

__all__ = ["SUPPORTS", "message", "sniff_arguebuf"]

# The patterns of support, in the order of their numbers.
SUPPORTS: Final = tuple(
    f"SUPPORT_{name}"
    for name in (
        *("DEFAULT", "POSITION_TO_KNOW", "EXPERT_OPINION", "WITNESS_TESTIMONY"),
        *("POPULAR_OPINION", "POPULAR_PRACTICE", "EXAMPLE", "ANALOGY"),
        *("PRACTICAL_REASONING_FROM_ANALOGY", "COMPOSITION", "DIVISION", "OPPOSITIONS"),
        *("RHETORICAL_OPPOSITIONS", "ALTERNATIVES", "VERBAL_CLASSIFICATION"),
        *("VERBAL_CLASSIFICATION_DEFINITION", "VERBAL_CLASSIFICATION_VAGUENESS"),
        *("VERBAL_CLASSIFICATION_ARBITRARINESS", "INTERACTION_OF_ACT_AND_PERSON", "VALUES"),
        *("POSITIVE_VALUES", "NEGATIVE_VALUES", "SACRIFICE", "THE_GROUP_AND_ITS_MEMBERS"),
        *("PRACTICAL_REASONING", "TWO_PERSON_PRACTICAL_REASONING", "WASTE", "SUNK_COSTS"),
        *("IGNORANCE", "EPISTEMIC_IGNORANCE", "CAUSE_TO_EFFECT", "CORRELATION_TO_CAUSE", "SIGN"),
        *("ABDUCTIVE", "EVIDENCE_TO_HYPOTHESIS", "CONSEQUENCES", "POSITIVE_CONSEQUENCES"),
        *("NEGATIVE_CONSEQUENCES", "PRAGMATIC_ALTERNATIVES", "THREAT", "FEAR_APPEAL"),
        *("DANGER_APPEAL", "NEED_FOR_HELP", "DISTRESS", "COMMITMENT", "ETHOTIC"),
        *("GENERIC_AD_HOMINEM", "PRAGMATIC_INCONSISTENCY", "INCONSISTENT_COMMITMENT"),
        *("CIRCUMSTANTIAL_AD_HOMINEM", "BIAS", "BIAS_AD_HOMINEM", "GRADUALISM"),
        *("SLIPPERY_SLOPE", "PRECEDENT_SLIPPERY_SLOPE", "SORITES_SLIPPERY_SLOPE"),
        *("VERBAL_SLIPPERY_SLOPE", "FULL_SLIPPERY_SLOPE", "CONSTITUTIVE_RULE_CLAIMS", "RULES"),
        *("EXCEPTIONAL_CASE", "PRECEDENT", "PLEA_FOR_EXCUSE", "PERCEPTION", "MEMORY"),
    )
)
_ENUMS: Final = {
    "Support": SUPPORTS,
    "Attack": ("ATTACK_DEFAULT",),
    "Preference": ("PREFERENCE_DEFAULT",),
    "Rephrase": ("REPHRASE_DEFAULT",),
}
_BOTH: Final = {"metadata": "Metadata", "userdata": "struct"}
# Each message: its fields, and what they are. A name in brackets is a map from ids.
_FIELDS: Final[dict[str, dict[str, str]]] = {
    "Graph": {
        **{"nodes": "[Node]", "edges": "[Edge]", "resources": "[Resource]"},
        **{"participants": "[Participant]", "analysts": "[Analyst]", "majorClaim": "text"},
        **{"schemaVersion": "number", "libraryVersion": "text"},
    }
    | _BOTH,
    "Node": {"atom": "Atom", "scheme": "Scheme"} | _BOTH,
    "Edge": {"source": "text", "target": "text"} | _BOTH,
    "Atom": {"text": "text", "reference": "Reference", "participant": "text"},
    "Reference": {"resource": "text", "offset": "number", "text": "text"},
    "Scheme": {
        **{"support": "Support", "attack": "Attack", "preference": "Preference"},
        **{"rephrase": "Rephrase", "premiseDescriptors": "texts"},
    },
    "Resource": {"text": "text", "title": "text", "source": "text", "timestamp": "text"} | _BOTH,
    "Participant": {
        **{"name": "text", "username": "text", "email": "text", "url": "text"},
        **{"location": "text", "description": "text"},
    }
    | _BOTH,
    "Analyst": {"name": "text", "email": "text", "userdata": "struct"},
    "Metadata": {"created": "text", "updated": "text"},
}
_LARGEST: Final = 2**32 - 1
_CONSTANT: Final = re.compile(r"[A-Z][A-Z0-9_]{0,99}")


def sniff_arguebuf(data: bytes) -> bool:
    """Tell whether a JSON text is a graph of arguebuf.

    >>> sniff_arguebuf(b'{"nodes": {"a": {"atom": {}}}}'), sniff_arguebuf(b'{"nodes": []}')
    (True, False)
    """
    said = json_document(data)
    if not isinstance(said, dict):
        return False
    nodes = said.get("nodes")
    if isinstance(nodes, dict) and nodes:
        return any(
            isinstance(node, dict) and {"atom", "scheme"} & set(node) for node in nodes.values()
        )
    return not nodes and any(name in said for name in ("schemaVersion", "schema_version"))


def message(data: bytes, name: str, dropped: Rows) -> dict[str, Any]:
    """Return the graph that a JSON text says; what has no place in a message is told to *dropped*.

    Raises:
        ParseError: the text is broken, or no object.

    >>> message(b'{"major_claim": "a", "nodes": {"a": {"atom": {"text": null}}}}', "t", Rows())
    {'majorClaim': 'a', 'nodes': {'a': {'atom': {}}}}
    """
    try:
        said = read_json(data, name)
        json.loads(data.decode("utf-8-sig"), object_pairs_hook=lambda pairs: _once(pairs, dropped))
    except WhysoError:
        raise
    except (ValueError, RecursionError):
        raise ParseError(name, "a number of thousands of digits") from None
    found: dict[str, Any] = _typed(said, "Graph", "graph", dropped)
    return found


def _once(pairs: Iterable[tuple[str, Any]], dropped: Rows) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            dropped.add("fields", "said twice: the last counts", _whole(key), triples=0)
        seen.add(key)


def _typed(value: Any, kind: str, place: str, dropped: Rows) -> Any:
    """Return a value as its kind wants it, or None."""
    if kind in _FIELDS:
        return _fields(value, kind, place, dropped)
    if kind.startswith("["):
        return _map(value, kind[1:-1], place, dropped)
    found: Any = None
    if kind == "struct":
        found = _plain(value, place, dropped) if isinstance(value, dict) else None
    elif kind == "text":
        found = _whole(value) if isinstance(value, str) else None
    elif kind == "texts":
        listed = isinstance(value, list) and all(isinstance(one, str) for one in value)
        found = [_whole(one) for one in value] if listed else None
    elif kind == "number":
        found = _number(value)
    elif isinstance(value, str) and _CONSTANT.fullmatch(value):
        found = value
    elif (number := _number(value)) is not None and number < len(_ENUMS[kind]):
        found = _ENUMS[kind][number]
    if found is None:
        dropped.add("fields", f"not of the type that arguebuf wants ({kind.lower()})", place)
    return found


def _fields(value: Any, kind: str, place: str, dropped: Rows) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        dropped.add("fields", f"not of the type that arguebuf wants ({kind.lower()})", place)
        return None
    found: dict[str, Any] = {}
    for name, one in value.items():
        camel = _camel(name)
        wanted = _FIELDS[kind].get(camel)
        if wanted is None:
            dropped.add("fields", f"arguebuf has no field {_whole(name)[:40]!r} there", place)
        elif one is not None:
            typed = _typed(one, wanted, place if kind != "Graph" else camel, dropped)
            if typed is not None:
                found[camel] = typed
    return found


def _map(value: Any, kind: str, place: str, dropped: Rows) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        dropped.add("fields", "not of the type that arguebuf wants (objects by id)", place)
        return None
    found: dict[str, Any] = {}
    for name, one in value.items():
        typed = _fields(one, kind, _whole(name), dropped)
        if typed is not None:
            found[_whole(name)] = typed
    return found


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 10:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= _LARGEST else None


def _plain(value: Any, place: str, dropped: Rows) -> Any:
    """Return any JSON value without what JSON cannot say: lone surrogates, infinite numbers."""
    if isinstance(value, dict):
        return {_whole(name): _plain(one, place, dropped) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, place, dropped) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        dropped.add("userdata", "a number that is not finite", place)
        return None
    return _whole(value) if isinstance(value, str) else value


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
