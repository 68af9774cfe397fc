"""The description of the JSON for programs (OpenAPI 3.1)."""

from importlib.metadata import version
from typing import Any, Final

from whyso.graph import network
from whyso.graph.semantics.verdict import GROUNDS, STATUSES

__all__ = ["description"]

_TEXT: Final[dict[str, Any]] = {"type": "string"}
_IRI: Final[dict[str, Any]] = {"type": "string", "format": "iri"}
_COUNT: Final[dict[str, Any]] = {"type": "integer", "minimum": 0}
_IRIS: Final[dict[str, Any]] = {"type": "array", "items": _IRI}
_TEXTS: Final[dict[str, Any]] = {"type": "object", "additionalProperties": _TEXT}
_STRENGTH: Final[dict[str, Any]] = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_STATUS: Final[dict[str, Any]] = {"enum": sorted(STATUSES.values())}
_KINDS: Final = sorted(set(network.KINDS.values()) - network.STEPS - {"utterance"})
_CHOICES: Final[dict[str, Any]] = {
    "semantics": {"enum": ["grounded", "preferred", "stable", "ideal"]},
    "strength": _TEXT,
    "rebuttals": {"enum": ["directed", "mutual"]},
    "preference": {"enum": ["none", "confidence"]},
    "scores": {"enum": ["confidence", "certainty", "uniform"]},
}


def description() -> dict[str, Any]:
    """Return the description.

    >>> description()["openapi"]
    '3.1.0'
    """
    of = "/api/sources/{source}"
    standpoint = _parameter("standpoint", "What is granted: a name, or SPARQL that selects it.")
    choices = [standpoint, *(_parameter(name, "", one) for name, one in _CHOICES.items())]
    lang = _parameter("lang", "Language of labels and sentences.", {"enum": ["en", "zh"]})
    paths = {
        "/api/sources": _get("sources", "The sources", "Sources"),
        "/api/queries": _get("queries", "The queries that ship with whyso", "Queries"),
        f"{of}/claims": _get(
            "claims",
            "The statements of a source, page by page",
            "Claims",
            _parameter("kind", "Only these kinds.", {"type": "array", "items": {"enum": _KINDS}}),
            _parameter("offset", "How many are passed over.", _COUNT),
            _parameter("limit", "How many are wanted, at most 1000; 100 by default.", _COUNT),
        ),
        f"{of}/claims/{{claim}}": _get(
            "claim", "A statement, and what it is related with", "Claim"
        ),
        f"{of}/verdict": _get(
            "verdict", "What stands, how strongly and for whom", "Verdict", *choices
        ),
        f"{of}/claims/{{claim}}/explanation": _get(
            "explanation", "Why a claim has its status", "Explanation", *choices, lang
        ),
        f"{of}/claims/{{claim}}/flips": _get(
            "flips",
            "The smallest sets of changes that flip a claim",
            "Flips",
            _parameter("max", "The largest size of a set; 2 by default.", _COUNT),
            *choices,
        ),
        f"{of}/whatif": _get(
            "whatif",
            "What changes if claims are retracted or granted, or steps dropped",
            "Change",
            *(
                _parameter(name, said, {"type": "array", "items": _TEXT})
                for name, said in (
                    ("retract", "Claims that are taken out."),
                    ("assert", "Claims that are granted."),
                    ("drop", "Steps that are taken out."),
                )
            ),
            *choices,
        ),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "whyso",
            "version": version("whyso"),
            "description": "Claims, verdicts, explanations and what-if of argument graphs in RDF.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": {path: {"get": _with_path(path, said)} for path, said in paths.items()},
        "components": {"schemas": _schemas()},
    }


def _parameter(name: str, said: str, schema: dict[str, Any] = _TEXT) -> dict[str, Any]:
    told = {"name": name, "in": "query", "schema": schema}
    return told | ({"description": said} if said else {})


def _get(name: str, said: str, schema: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    line = {"text/plain": {"schema": _TEXT}}
    errors = {
        "400": "A broken query or value.",
        "404": "No such source, claim or choice.",
        "503": "Too many requests at the same time.",
        "504": "The limit of time was reached.",
    }
    return {
        "operationId": name,
        "summary": said,
        "parameters": list(parameters),
        "responses": {
            "200": {"description": said, "content": content},
            **{code: {"description": text, "content": line} for code, text in errors.items()},
        },
    }


def _with_path(path: str, said: dict[str, Any]) -> dict[str, Any]:
    named = {"source": "Name of a source.", "claim": "Local id, CURIE or IRI of a statement."}
    own = [
        {"name": name, "in": "path", "required": True, "schema": _TEXT, "description": text}
        for name, text in named.items()
        if f"{{{name}}}" in path
    ]
    return said | {"parameters": own + said["parameters"]}


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {"type": "object", "properties": required | optional, "required": list(required)}


def _list(schema: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}


def _schemas() -> dict[str, Any]:
    options = {"type": "object", "properties": {**_CHOICES, "timeout": {"type": "number"}}}
    frame = {"source": _TEXT, "standpoint": _TEXT, "options": options}
    statement = {"iri": _IRI, "id": _TEXT, "kind": {"enum": _KINDS}, "graph": _IRI}
    said: dict[str, Any] = {
        "labels": _TEXTS,
        "status": _TEXT,
        "certainty": _TEXT,
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "asserted_by": {"type": "object"},
        "reported_by": {"type": "array", "items": {"type": "object"}},
        "passages": {"type": "array", "items": {"type": "object"}},
        "quantities": {"type": "array", "items": {"type": "object"}},
        "notes": {"type": "object"},
    }
    relation = _object(
        {"role": {"enum": sorted(network.ROLES)}, "direction": {"enum": ["in", "out"]}},
        node=_IRI,
        kind=_TEXT,
    )
    parameter = _object({"name": _TEXT, "type": {"enum": ["iri", "string"]}, "description": _TEXT})
    finding = {
        "claim": _IRI,
        "status": _STATUS,
        "ground": {"enum": sorted(GROUNDS)},
        "defensible": {"type": "boolean"},
        "strength": _STRENGTH,
        "granted": {"enum": ["yes", "held", "no"]},
    }
    flip = {"claim": _IRI, "before": _STATUS, "after": _STATUS, "wave": _COUNT, "because": _IRIS}
    swayed = {"question": _IRI, "before": _IRIS, "lost": _IRIS, "gained": _IRIS}
    counts = {"type": "object", "additionalProperties": _COUNT}
    source = {"name": _TEXT, "graph": _IRI, "labels": _TEXTS, "statements": _COUNT}
    named = {"name": _TEXT, "title": _TEXT, "description": _TEXT, "address": _TEXT, "text": _TEXT}
    return {
        "Source": _object(source | {"page": _TEXT, "claims": _TEXT}),
        "Sources": _object({"sources": _list("Source"), "total": _COUNT}),
        "Query": _object(named, parameters={"type": "array", "items": parameter}),
        "Queries": _object({"queries": _list("Query")}),
        "Statement": _object(statement, **said),
        "Claims": _object(
            {"source": _TEXT, "total": _COUNT, "offset": _COUNT, "claims": _list("Statement")}
        ),
        "Claim": _object(statement, **said, related={"type": "array", "items": relation}),
        "Finding": _object(finding),
        "Verdict": _object(
            frame | {"exists": {"type": "boolean"}, "counts": counts, "claims": _list("Finding")},
            questions={"type": "array", "items": {"type": "object"}},
        ),
        "Explanation": _object(
            {"claim": _IRI, "status": _STATUS, "standpoint": _TEXT, "claims": _IRIS},
            labels=_TEXTS,
            text={"type": "array", "items": _TEXT},
        ),
        "Flip": _object(flip),
        "Swayed": _object(swayed),
        "Change": _object(
            frame
            | {"retracted": _IRIS, "asserted": _IRIS, "dropped": _IRIS}
            | {"flips": _list("Flip"), "questions": _list("Swayed")}
        ),
        "Flips": _object(
            frame | {"claim": _IRI, "status": _STATUS, "bound": _COUNT},
            flips={"type": "array", "items": {"type": "object"}},
        ),
    }
