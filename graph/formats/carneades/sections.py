"""The sections of a file of Carneades: which name, which place and which words each node gets."""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

from whyso import ontology
from whyso.graph.formats.carneades.case import BASIC, negated
from whyso.graph.formats.carneades.drafting import MAX_POSITIONS, NOTES
from whyso.graph.formats.carneades.names import (
    fresh,
    in_order,
    is_atom,
    rebuttal,
    undercut,
    worded,
)
from whyso.graph.formats.carneades.parsing import OWN
from whyso.graph.formats.carneades.schemes import words_for
from whyso.graph.formats.contents import Contents

__all__ = ["Sections"]

_SAFE: Final = "-._~!$&'()*+,;=:@"
_Entry = dict[str, Any]


class Sections:
    """Statements, arguments and issues with their names.

    Args:
        contents: what the graph holds.

    Attributes:
        homes: for each node with a place in the file, the entry that stands for it.
        statements, arguments, issues: the entries by name.

    >>> from whyso.graph import sample
    >>> sections = Sections(Contents(sample().store, "en", "carneades"))
    >>> sections.statements["c1"]["text"]
    'The author sets out to clear up several points.'
    """

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self.homes: dict[str, _Entry] = {}
        self.statements: dict[str, _Entry] = {}
        self.arguments: dict[str, _Entry] = {}
        self.issues: dict[str, _Entry] = {}
        self._names: dict[str, str] = {}  # node to name
        self._taken: set[str] = set()  # as the reader takes them, for all kinds
        self._tried: dict[str, Counter[str]] = defaultdict(Counter)
        self._at_issue: dict[str, str] = {}  # statement to issue
        self._denials: dict[str, str] = {}  # statement to the one that denies it
        self._told: set[str] = set()  # conflicts that an undercutter or an issue tells
        self._add_statements()
        self._add_inferences()
        questions = self._add_issues()
        self._add_conflicts()
        for iri, name in questions.items():
            self._enter(iri, name, "issue", self.issues[name])

    def name(self, iri: str) -> str:
        """Return the name that a node got.

        >>> from whyso.graph import sample
        >>> g = sample()
        >>> Sections(Contents(g.store, "en", "carneades")).name(g["c1"].iri)
        'c1'
        """
        return self._names[iri]

    # Names

    def _local(self, iri: str) -> str:
        space = self._contents.space
        return unquote(iri.removeprefix(space)) if iri.startswith(space) else ""

    def _free(self, name: str, kind: str) -> str:
        while name in self._taken:
            name = f"{kind}:{name}"
        return name

    def _name(self, iri: str, kind: str, taken: Container[str]) -> str:
        """Return the name of a node in its section: that of its IRI, if Carneades can take it."""
        local = self._local(iri)
        while local.startswith(f"{kind}:"):
            local = local.removeprefix(f"{kind}:")
        if local and local not in taken and (kind != "statement" or is_atom(local)):
            return local
        last = iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]
        return fresh(local or last, taken, self._tried[kind])

    def _enter(self, iri: str, name: str, kind: str, entry: _Entry) -> None:
        """Note an entry; its metadata tell the IRI if a reader would not find it by the name."""
        local = name if kind == "statement" else self._free(name, kind)
        self._taken.add(local)
        if self._contents.space + quote(local, safe=_SAFE) != iri:
            _own(entry)["iri"] = iri
        self.homes[iri] = entry
        self._names[iri] = name

    def _hidden(self, name: str) -> str:
        """Add a statement that only stands between a conflict and what it attacks."""
        while name in self.statements or not is_atom(name):
            name = fresh(f"not_{name.lstrip('¬')}", self.statements)
        self.statements[name] = {"text": name, "meta": {OWN: {"auxiliary": True}}}
        return name

    # Statements

    def _add_statements(self) -> None:
        contents = self._contents
        for iri in contents.statements:
            kept = contents.kept(iri)
            if kept.get("auxiliary") is True:
                continue
            name = self._name(iri, "statement", self.statements)
            entry: _Entry = {**_extras(kept), "text": name, "meta": self._meta(iri, kept)}
            labels = contents.texts(iri, "label")
            if labels:
                entry["text"] = labels[0].value
                tags = [label.language for label in labels]
                alone = len(labels) == 1 and tags[0] == contents.language
                if not alone and all(tags) and len(set(tags)) == len(tags):
                    entry["meta"]["texts"] = {label.language: label.value for label in labels}
            else:
                _own(entry)["bare"] = True
            self.statements[name] = entry
            self._enter(iri, name, "statement", entry)

    def _meta(self, iri: str, kept: Mapping[str, Any]) -> _Entry:
        """Return the metadata that were carried, as far as the graph still says so, and notes."""
        found = kept.get("meta")
        meta = {k: v for k, v in found.items() if k != OWN} if isinstance(found, dict) else {}
        notes = self._contents.texts(iri, "note")
        told = {note.value for note in notes}
        for key in NOTES:
            if isinstance(meta.get(key), str) and meta[key] not in told:
                del meta[key]
        shown = {meta[key] for key in NOTES if isinstance(meta.get(key), str)}
        notes = [note for note in notes if note.value not in shown]
        tags = [note.language for note in notes]
        if notes and all(tags) and len(set(tags)) == len(tags):
            meta["descriptions"] = {note.language: note.value for note in notes}
        return meta

    # Arguments

    def _grouped(self) -> dict[str, list[str]]:
        """Return inferences by the first of those that stand for one argument."""
        contents, space = self._contents, self._contents.space
        parts: dict[tuple[str, str, int], dict[int, str]] = {}
        groups: dict[str, list[str]] = {}
        for iri in contents.inferences:
            kept = contents.kept(iri)
            whole, number, count = kept.get("argument"), kept.get("part"), kept.get("parts")
            ends = contents.nodes(iri, "conclusion")
            told = isinstance(whole, str) and isinstance(number, int) and isinstance(count, int)
            if told and len(ends) == 1 and len(contents.nodes(iri, "premise")) == 1:
                parts.setdefault((str(whole), ends[0], count or 0), {})[number or 0] = iri
            else:
                groups[iri] = [iri]
        for (whole, _, count), found in parts.items():
            named = [f"{space}{quote(f'{whole}.{n}', safe=_SAFE)}" for n in range(1, count + 1)]
            if [found[number] for number in sorted(found)] == named:
                groups[named[0]] = named
            else:
                groups |= {iri: [iri] for iri in found.values()}
        return groups

    def _add_inferences(self) -> None:
        contents, names, groups = self._contents, self._names, self._grouped()
        for iri in in_order(groups):
            group = groups[iri]
            ends = contents.nodes(iri, "conclusion")
            premises = {one for part in group for one in contents.nodes(part, "premise")}
            premises -= {one for one in premises if contents.kept(one).get("auxiliary") is True}
            if len(ends) != 1 or not {*ends, *premises} <= names.keys():
                continue  # a broken step stands as RDF
            entry = self._argument(iri, premises, names[ends[0]])
            kept = contents.kept(iri)
            if kept.get("scheme") in BASIC or kept.get("scheme") in self._schemes():
                entry["scheme"] = kept["scheme"]
            name = self._name(iri, "argument", self.arguments)
            if len(group) == 1:
                self._enter(iri, name, "argument", entry)
            else:
                name = str(kept["argument"])
                self._taken.add(self._free(name, "argument"))
                self._names |= dict.fromkeys(group, name)
                self._taken |= {self._local(part) for part in group}
            if "scheme" not in entry:
                entry["meta"] |= self._scheme(iri)
            self.arguments[name] = entry
            self._add_undercutter(entry, group)

    def _scheme(self, iri: str) -> _Entry:
        """Return the words by which a reader finds the scheme of a step again."""
        for scheme in self._contents.nodes(iri, "scheme"):
            words = words_for(scheme.removeprefix(ontology.ARG))
            if not words and self._local(scheme).startswith("scheme:"):
                words = self._local(scheme).removeprefix("scheme:")
            if words:
                return {"scheme": words}
        return {}

    def _schemes(self) -> Container[Any]:
        kept = self._contents.kept(self._contents.graph).get("schemes")
        listed = kept if isinstance(kept, list) else []
        return [one.get("id") for one in listed if isinstance(one, dict)]

    def _argument(self, iri: str, premises: set[str], conclusion: str) -> _Entry:
        """Return the entry of a step, its premises in the order and roles that were carried."""
        kept, names = self._contents.kept(iri), self._names
        meta = self._meta(iri, kept)
        labels = self._contents.texts(iri, "label")
        if labels:
            meta["title"] = labels[0].value
        pairs = [pair for pair in _pairs(kept.get("premises")) if pair[1] in premises]
        known = {one for _, one in pairs}
        pairs += [("", one) for one in in_order(premises - known)]
        roles = [role for role, _ in pairs]
        entry = {**_extras(kept), "meta": meta, "conclusion": conclusion}
        told = [role for role in roles if role]
        if told and len(set(told)) == len(told):
            keys = [role or f"premise{n}" for n, role in enumerate(roles, 1)]
            entry["premises"] = {key: names[one] for key, (_, one) in zip(keys, pairs, strict=True)}
        else:
            entry["premises"] = [names[one] for _, one in pairs]
        if told and (len(set(roles)) < len(roles) or "" in roles):
            _own(entry)["roles"] = roles  # YAML has roles for all premises, each another, or none
        return entry

    def _add_undercutter(self, entry: _Entry, group: list[str]) -> None:
        """Make one undercut of all parts the undercutter, if a reader would name it so again."""
        contents, found = self._contents, set()
        for part in group:
            conflict = undercut(part)
            attackers = contents.nodes(conflict, "attacker")
            if contents.types(conflict) != ["Undercut"] or len(attackers) != 1:
                return
            if contents.nodes(conflict, "target") != [part] or attackers[0] not in self._names:
                return
            found.add(attackers[0])
        if len(found) == 1:
            entry["undercutter"] = self._names[found.pop()]
            self._told |= {undercut(part) for part in group}

    # Issues

    def _add_issues(self) -> dict[str, str]:
        """Add an issue for each question; return their names, which the reader takes last."""
        contents, names = self._contents, self._names
        found: dict[str, str] = {}
        for iri in contents.questions:
            kept = contents.kept(iri)
            answers = {one for one in contents.answers.get(iri, ()) if one in names}
            order = kept.get("positions")
            if not isinstance(order, list) or in_order(map(str, order)) != in_order(answers):
                order = in_order(answers)
            positions = [names[one] for one in order]
            entry: _Entry = {"meta": self._meta(iri, kept), "positions": positions}
            contested = self._contested(iri, answers)
            if not contested:
                entry["positions"] = []
                if positions:
                    _own(entry)["answers"] = positions
            labels = contents.texts(iri, "label")
            texts = [self.statements[one]["text"] for one in entry["positions"]]
            name = self._name(iri, "issue", self.issues)
            made_up = len(labels) == 1 and labels[0].language is None
            if labels and not (made_up and labels[0].value == worded(texts, name)):
                entry["meta"]["title"] = labels[0].value
            if isinstance(kept.get("standard"), str):
                entry["standard"] = kept["standard"]
            self.issues[name] = entry
            found[iri] = name
            self._at_issue |= dict.fromkeys(entry["positions"], name)
        return found

    def _contested(self, iri: str, answers: set[str]) -> bool:
        """Tell whether the answers exclude each other, as the positions of an issue do."""
        contents = self._contents
        if any(self._names[one] in self._at_issue for one in answers):
            return False
        if len(answers) > MAX_POSITIONS or len(answers) < 2:
            return contents.ours
        pairs = {
            rebuttal(other, one): (one, other)
            for one in answers
            for other in answers
            if one != other and other not in contents.assumed
        }
        if not all(
            contents.types(conflict) == ["Rebuttal"]
            and contents.nodes(conflict, "attacker") == [one]
            and contents.nodes(conflict, "target") == [other]
            for conflict, (one, other) in pairs.items()
        ):
            return False
        self._told |= pairs.keys()
        return True

    # Conflicts

    def _add_conflicts(self) -> None:
        """Add an argument for each conflict that no undercutter or issue stands for."""
        contents, names = self._contents, self._names
        waiting: dict[str, list[str]] = {}  # target to conflicts
        for iri in contents.conflicts:
            attackers, targets = contents.nodes(iri, "attacker"), contents.nodes(iri, "target")
            if iri in self._told or len(targets) != 1:
                continue
            if attackers and all(
                one in contents.propositions and one in names for one in attackers
            ):
                waiting.setdefault(targets[0], []).append(iri)
        ready = [target for target in waiting if target in names]
        for target in ready:  # grows: what attacks may be attacked itself
            for iri in waiting.pop(target, ()):
                self._add_conflict(iri, target)
                ready += [iri] if iri in waiting else []

    def _add_conflict(self, iri: str, target: str) -> None:
        attackers = set(self._contents.nodes(iri, "attacker"))
        name = self._name(iri, "argument", self.arguments)
        hit = self._names[target]
        against = target in self._contents.propositions
        aim = self._denial(hit) if against else self._undercutter(hit)
        entry = self._argument(iri, attackers, aim)
        self.arguments[name] = entry
        self._enter(iri, name, "argument", entry)

    def _undercutter(self, argument: str) -> str:
        entry = self.arguments[argument]
        if "undercutter" not in entry:
            entry["undercutter"] = self._hidden(f"¬app({argument})")
        found: str = entry["undercutter"]
        return found

    def _denial(self, statement: str) -> str:
        """Return the statement that stands for whatever speaks against another one."""
        issue = self._at_issue.get(statement)
        if issue is None:
            issue = fresh(f"issue_{statement}", self.issues)
            self.issues[issue] = {"positions": [statement], "meta": {OWN: {"auxiliary": True}}}
            self._at_issue[statement] = issue
        if statement not in self._denials:
            self._denials[statement] = self._hidden(negated(statement))
            self.issues[issue]["positions"].append(self._denials[statement])
        return self._denials[statement]


def _own(entry: _Entry) -> dict[str, Any]:
    found: dict[str, Any] = entry.setdefault("meta", {}).setdefault(OWN, {})
    return found


def _extras(kept: Mapping[str, Any]) -> dict[str, Any]:
    found = kept.get("extras")
    return dict(found) if isinstance(found, dict) else {}


def _pairs(value: Any) -> list[tuple[str, str]]:
    """Return the pairs of role and premise that were carried, if that is what they are."""
    listed = value if isinstance(value, list) else []
    pairs = [tuple(pair) for pair in listed if isinstance(pair, list) and len(pair) == 2]
    return [(str(pair[0]), str(pair[1])) for pair in pairs]
