"""A :class:`Case` as RDF.

Statements are propositions that the analyst reconstructed, assumptions those that are granted. An
argument is an inference; where each premise suffices (convergent) or counts for itself
(cumulative), an inference for each premise. An undercutter attacks the inferences of its argument.
An issue is a question; its positions answer it and attack each other, but for those that are
assumed, which no argument moves in Carneades.
"""

from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import ParseError
from whyso.graph.formats.carneades.case import Argument, Case, Issue, Statement
from whyso.graph.formats.carneades.names import in_order, is_atom, rebuttal, undercut, worded
from whyso.graph.formats.carneades.parsing import OWN
from whyso.graph.formats.carneades.schemes import scheme_of
from whyso.graph.formats.draft import Draft

__all__ = ["CONFLICTS", "FORMAT", "MAX_POSITIONS", "NOTES", "SOURCE", "draft_case", "header"]

FORMAT: Final = "carneades"
CONFLICTS: Final = ("Conflict", "Rebuttal", "Undercut", "Undermining")
NOTES: Final = ("note", "notes", "description")
MAX_POSITIONS: Final = 100  # of an issue, each of which would attack each other
MAX_REBUTTALS: Final = 100_000  # of that kind in a file

_TYPE: Final = ontology.PREFIXES["rdf"] + "type"
_LABEL: Final = ontology.PREFIXES["rdfs"] + "label"
_STATUS: Final = ontology.ARG + "status"
_NOTHING: Final = "Nothing is presupposed."


def draft_case(case: Case, draft: Draft) -> list[ox.Triple]:
    """Write down a case; return the triples that it states as RDF in its own metadata.

    Raises:
        ParseError: that RDF is broken.

    >>> draft = Draft(FORMAT, name="tea.yml")
    >>> case = Case(statements={"p": Statement({"en": "Tea is warm."})})
    >>> draft_case(case, draft), draft.finish()[1].kept["statements"]
    ([], 1)
    """
    drafting = _Drafting(case, draft)
    drafting.write()
    return drafting.stated


def header(prefixes: Mapping[str, str]) -> str:
    """Return the declarations of prefixes in Turtle.

    >>> header({"": "http://e/"})
    '@prefix : <http://e/> .\\n'
    """
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())


class _Drafting:
    """One case on its way to a draft."""

    def __init__(self, case: Case, draft: Draft) -> None:
        self.case, self.draft = case, draft
        self.stated: list[ox.Triple] = []
        own = _own(case.meta)
        prefixes = own.get("prefixes")
        known = prefixes if isinstance(prefixes, dict) else {}
        self.prefixes = (
            ontology.PREFIXES | {"": draft.space} | {str(k): str(v) for k, v in known.items()}
        )
        self.nodes: dict[str, str] = {}  # statement to IRI
        self.parts: dict[str, list[str]] = {}  # argument to IRIs
        self.taken: set[str] = set()
        self.conflicts: set[str] = set()
        self.assumed = set(case.assumptions)
        self.room = MAX_REBUTTALS

    def write(self) -> None:
        case = self.case
        known = {key for key, value in case.arguments.items() if self._conflict(value)}
        self.conflicts = known
        hidden = self._hidden()
        for name, statement in case.statements.items():
            if name not in hidden:
                self.nodes[name] = self._iri(name, _own(statement.meta))
        self.taken |= case.statements.keys()
        for name, statement in case.statements.items():
            if name in self.nodes:
                self._statement(name, statement)
        for name, argument in case.arguments.items():
            self._argument(name, argument)
        for name, argument in case.arguments.items():
            self._undercuts(argument, self.parts[name])
        for name, issue in case.issues.items():
            if not _own(issue.meta).get("auxiliary"):
                self._issue(name, issue)
        self._file()

    def _conflict(self, argument: Argument) -> bool:
        rdf = _own(argument.meta).get("rdf", "")
        return isinstance(rdf, str) and any(f"arg:{kind}" in rdf for kind in CONFLICTS)

    def _hidden(self) -> set[str]:
        """Return the statements that stand only between a conflict and what it attacks."""
        case = self.case
        hidden = {
            name for name, one in case.statements.items() if _own(one.meta).get("auxiliary") is True
        }
        for name, argument in case.arguments.items():
            hidden -= set(argument.statements)
            if name not in self.conflicts:
                hidden.discard(argument.conclusion)
        return hidden - self.assumed

    def _iri(self, name: str, own: Mapping[str, Any]) -> str:
        given = own.get("iri")
        return self.draft.iri(given if isinstance(given, str) else name)

    def _free(self, name: str, kind: str) -> str:
        while name in self.taken:
            name = f"{kind}:{name}"
        self.taken.add(name)
        return name

    def _node(
        self, iri: str, kind: str, meta: Mapping[str, Any], texts: Iterable[tuple[str | None, str]]
    ) -> None:
        """Say what every node has, unless its own RDF says it."""
        own = _own(meta)
        stated = self._parsed(own.get("rdf"), iri)
        self.stated += stated
        if own.get("bare") is True:
            return
        mine = [triple for triple in stated if triple.subject == ox.NamedNode(iri)]
        said = {triple.predicate.value for triple in mine}
        if _TYPE not in said:
            self.draft.link(iri, "rdf:type", f"arg:{kind}")
        if _STATUS not in said:
            self.draft.link(iri, "arg:status", "arg:reconstructed")
        shown = {
            triple.object.value
            for triple in mine
            if triple.predicate.value == _LABEL and isinstance(triple.object, ox.Literal)
        }
        for lang, text in texts:
            if text not in shown:
                self.draft.text(iri, "rdfs:label", text, lang=lang)
        for key in NOTES:
            if isinstance(meta.get(key), str):
                self.draft.text(iri, "skos:note", meta[key], lang=self.case.language)
        described = meta.get("descriptions")
        for lang, text in described.items() if isinstance(described, dict) else ():
            if isinstance(text, str):
                self.draft.text(iri, "skos:note", text, lang=str(lang) or None)

    def _parsed(self, rdf: Any, iri: str | None) -> list[ox.Triple]:
        if not isinstance(rdf, str) or not rdf.strip():
            return []
        about = "" if iri is None else f"<{iri}> "
        end = "" if iri is None else " ."
        text = rdf if iri is None else rdf.strip().rstrip(".; \n\t")
        try:
            whole = f"{header(self.prefixes)}{about}{text}{end}\n"
            return [quad.triple for quad in ox.parse(whole.encode(), format=ox.RdfFormat.TURTLE)]
        except (SyntaxError, ValueError) as error:
            where = iri or "the file"
            reason = " ".join(str(error).split())
            raise ParseError(self.draft.name, f"meta: {OWN}: rdf of {where}: {reason}") from None

    def _statement(self, name: str, statement: Statement) -> None:
        iri = self.nodes[name]
        kind = "Assumption" if name in self.assumed else "Proposition"
        self._node(iri, kind, statement.meta, statement.texts.items())
        kept: dict[str, Any] = {"meta": _rest(statement.meta), "extras": statement.extras}
        if name in self.case.undeclared and is_atom(name):
            kept["undeclared"] = True
        self._keep(iri, kept)

    def _keep(self, iri: str, kept: Mapping[str, Any]) -> None:
        told = {key: value for key, value in kept.items() if value not in ({}, [], "", None)}
        if told:
            self.draft.carry(iri, told, FORMAT)

    def _argument(self, name: str, argument: Argument) -> None:
        """Add the inferences of an argument, or the conflict that is written as one."""
        pairs = [(role, self.nodes[one]) for role, one in argument.premises if one in self.nodes]
        given = [iri for _, iri in pairs]
        known = list(dict.fromkeys(given))
        kept: dict[str, Any] = {
            "meta": _rest(argument.meta, "title", "scheme"),
            "extras": argument.extras,
            "scheme": argument.scheme,
        }
        if any(role for role, _ in pairs) or given != in_order(set(given)):
            kept["premises"] = [list(pair) for pair in pairs]
        own = _own(argument.meta)
        local = self._free(name, "argument")
        title = argument.meta.get("title")
        texts = [(self.case.language, title)] if isinstance(title, str) else []
        if name in self.conflicts:
            iri = self._iri(local, own)
            self._node(iri, "Conflict", argument.meta, texts)
            for one in known:
                self.draft.link(iri, "arg:attacker", one)
            self._keep(iri, kept)
            self.parts[name] = [iri]
            return
        splits = self.case.weighing(argument.scheme) in ("convergent", "cumulative")
        groups = [[one] for one in known] if splits and len(known) > 1 else [known]
        self.parts[name] = []
        for number, group in enumerate(groups, 1):
            if len(groups) > 1:
                local = self._free(f"{name}.{number}", "argument")
                kept["premises"] = [list(pair) for pair in pairs]
                kept |= {"argument": name, "part": number, "parts": len(groups)}
            iri = self._iri(local, {} if len(groups) > 1 else own)
            self._node(iri, "Inference", argument.meta, texts)
            for one in group:
                self.draft.link(iri, "arg:premise", one)
            if not group:
                self.draft.link(iri, "arg:premise", self._nothing())
                why = f"no premise: it gets the assumption {_NOTHING!r}"
                self.draft.approximated.add("arguments", why, name, triples=0)
            self.draft.link(iri, "arg:conclusion", self.nodes[argument.conclusion])
            self._scheme(iri, argument)
            self._keep(iri, kept)
            self.parts[name].append(iri)

    def _nothing(self) -> str:
        if _NOTHING not in self.nodes:
            local = self._free("nothing", "assumption")
            self.nodes[_NOTHING] = self.draft.node(local, "arg:Assumption", _NOTHING, lang="en")
            self.draft.link(self.nodes[_NOTHING], "arg:status", "arg:reconstructed")
            self._keep(self.nodes[_NOTHING], {"auxiliary": True})
        return self.nodes[_NOTHING]

    def _scheme(self, iri: str, argument: Argument) -> None:
        """Link a step with its scheme: one that the file defines, or one that it only names."""
        found = self.case.schemes.get(argument.scheme)
        title: Any = None
        if found is not None:
            name: Any = argument.scheme
            meta = found.get("meta")
            title = meta.get("title") if isinstance(meta, dict) else None
        else:
            name = argument.meta.get("scheme")
        if not isinstance(name, str) or not name:
            return
        known = scheme_of(name)
        if known is None:
            known = self.draft.iri(f"scheme:{name}")
            self.draft.link(known, "rdf:type", "arg:Scheme")
            told = isinstance(title, str)
            lang = self.case.language if told else None
            self.draft.text(known, "rdfs:label", title if told else name, lang=lang)
        self.draft.link(iri, "arg:scheme", known)

    def _undercuts(self, argument: Argument, steps: list[str]) -> None:
        undercutters = [one for one in argument.undercutters if one in self.nodes]
        for undercutter in undercutters:
            attacker = self.nodes[undercutter]
            of = attacker if len(undercutters) > 1 else ""
            for step in steps:
                self._step(undercut(step, of), "arg:Undercut", attacker, step)

    def _step(self, iri: str, kind: str, attacker: str, target: str) -> None:
        self.draft.link(iri, "rdf:type", kind)
        self.draft.link(iri, "arg:status", "arg:reconstructed")
        self.draft.link(iri, "arg:attacker", attacker)
        self.draft.link(iri, "arg:target", target)

    def _issue(self, name: str, issue: Issue) -> None:
        own = _own(issue.meta)
        iri = self._iri(self._free(name, "issue"), own)
        positions = [one for one in issue.positions if one in self.nodes]
        title = issue.meta.get("title")
        if isinstance(title, str):
            texts = [(self.case.language, title)]
        else:
            words = [self.case.statements[one].text for one in positions]
            texts = [(None, worded(words, name))]
            if "rdf" not in own:
                why = "no title: the question is worded after its positions"
                self.draft.approximated.add("issues", why, name, triples=0)
        self._node(iri, "Question", issue.meta, texts)
        answers = own.get("answers")
        others = [one for one in answers if one in self.nodes] if isinstance(answers, list) else []
        for one in (*positions, *others):
            self.draft.link(self.nodes[one], "arg:answers", iri)
        kept = {"meta": _rest(issue.meta, "title"), "standard": issue.standard}
        listed = [self.nodes[one] for one in positions]
        if listed != in_order(listed):
            kept["positions"] = listed
        self._keep(iri, kept)
        self.room -= len(positions) ** 2
        if len(positions) > MAX_POSITIONS or self.room < 0:
            why = f"more than {MAX_POSITIONS} positions: that each attacks each is not said"
            if len(positions) <= MAX_POSITIONS:
                why = f"more than {MAX_REBUTTALS:,} attacks of positions on each other in all"
            self.draft.dropped.add("arg:Rebuttal", why, name, triples=0)
            return
        for attacker, target in permutations(positions, 2):
            if target not in self.assumed:
                one, other = self.nodes[attacker], self.nodes[target]
                self._step(rebuttal(other, one), "arg:Rebuttal", one, other)

    def _file(self) -> None:
        case, draft = self.case, self.draft
        own = _own(case.meta)
        self.stated += self._parsed(own.get("rdf"), None)
        draft.prefixes |= {k: v for k, v in self.prefixes.items() if k not in ontology.PREFIXES}
        bare = own.get("bare") is True
        meta = {key: value for key, value in case.meta.items() if key != OWN}
        language = case.language
        if bare:  # the file was made of a graph that tells this itself
            language = None
            meta.pop("title", None)
        kept: dict[str, Any] = {
            "meta": meta,
            "extras": case.extras,
            "schemes": list(case.schemes.values()),
            "language": language,
        }
        assumed = [self.nodes[one] for one in case.assumptions]
        if assumed != in_order(assumed):
            kept["assumptions"] = assumed
        self._keep(draft.graph, kept)
        if bare:
            return
        told = {key: meta[key] for key in SOURCE if isinstance(meta.get(key), str)}
        if told:
            iri = draft.iri(self._free("source", "source"))
            draft.link(iri, "rdf:type", "arg:Source")
            for key, value in told.items():
                language = case.language if key in ("title", *NOTES) else None
                draft.text(iri, SOURCE[key], value, lang=language)


# What the metadata of a file say, and by which property the source says it.
SOURCE: Final[dict[str, str]] = {
    "title": "rdfs:label",
    **dict.fromkeys(NOTES, "skos:note"),
    **{
        key: f"dcterms:{key}"
        for key in (
            *("contributor", "coverage", "creator", "date", "format", "identifier", "language"),
            *("publisher", "relation", "rights", "source", "subject", "type"),
        )
    },
}


def _own(meta: Mapping[str, Any]) -> Mapping[str, Any]:
    found = meta.get(OWN)
    return found if isinstance(found, dict) else {}


def _rest(meta: Mapping[str, Any], *told: str) -> dict[str, Any]:
    """Return metadata without our own and without what the model says."""
    texts = ("descriptions", *(key for key in told if isinstance(meta.get(key), str)))
    return {key: value for key, value in meta.items() if key != OWN and key not in texts}
