"""What a check found: findings, and the report that counts, prints and exports them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from whyso import ontology
from whyso.graph.model.records import text_in

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["SEVERITIES", "Finding", "Report", "Rule", "Severity"]

Severity: TypeAlias = Literal["violation", "warning", "info"]

SEVERITIES: Final[tuple[Severity, ...]] = ("violation", "warning", "info")
_SHACL_SEVERITY: Final = {"violation": "Violation", "warning": "Warning", "info": "Info"}
_LABEL_WIDTH: Final = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that is not in the shapes graph: its *id*, its *name* and how grave a breach is."""

    id: str
    name: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    *rule* and *name* say which rule (``S05``, ``Anchored``); *node* is the IRI of what it is about,
    *id* its local name; *path* and *value* are the property (an IRI, or a SPARQL path) and the
    term (in N-Triples) at fault, where there are any; *messages* say by language
    what is wrong and how to mend it; *file* and *line* tell where the node is described, as far as
    that is known; *component* is the kind of constraint.
    """

    severity: Severity
    rule: str
    name: str
    node: str
    id: str
    labels: Mapping[str, str] = field(default_factory=dict)
    path: str | None = None
    value: str | None = None
    messages: Mapping[str, str] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    component: str | None = None

    def label(self, language: str = "en") -> str:
        """Return the node's label in *language*, else the nearest there is, else nothing.

        >>> Finding("info", "S21", "Undated", "http://e/c1", "c1", {"en": "Rain."}).label("zh")
        'Rain.'
        """
        return text_in(self.labels, language)

    def message(self, language: str = "en") -> str:
        """Return what is wrong and how to mend it.

        >>> Finding("info", "S21", "Undated", "http://e/c1", "c1", messages={"en": "No."}).message()
        'No.'
        """
        return text_in(self.messages, language)

    def text(self, language: str = "en") -> str:
        """Return the finding as one line: file, line, severity, rule, node, message.

        >>> Finding("info", "S29", "Orphan", "http://e/c1", "c1", file="a.ttl", line=7).text()
        'a.ttl:7: info S29: c1'
        """
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        label = " ".join(self.label(language).split())
        if len(label) > _LABEL_WIDTH:
            label = label[: _LABEL_WIDTH - 1].rstrip() + "…"
        node = f'{self.id} "{label}"' if label else self.id
        message = " ".join(self.message(language).split())
        text = f"{self.severity} {self.rule}: {node}" + (f": {message}" if message else "")
        return f"{place}: {text}" if place else text


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a check, the gravest first, and what was compared with a text.

    *passages* is the number of passages, *verified* that of those whose digest agrees with the
    text; *texts* are the files that passages were compared with.

    >>> report = Report((Finding("warning", "S29", "Orphan", "http://e/c1", "c1"),))
    >>> report.conforms, report.worst, report.failed(), report.failed(on="violation")
    (True, 'warning', True, False)
    """

    findings: tuple[Finding, ...] = ()
    passages: int = 0
    verified: int = 0
    texts: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and infos do not count."""
        return self.worst != "violation"

    @property
    def worst(self) -> Severity | None:
        """The gravest severity found, None if nothing was found."""
        found = {finding.severity for finding in self.findings}
        return next((severity for severity in SEVERITIES if severity in found), None)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity, the gravest first."""
        return {
            severity: sum(finding.severity == severity for finding in self.findings)
            for severity in SEVERITIES
        }

    def failed(self, on: Severity = "warning") -> bool:
        """Return whether there is a finding of severity *on* or graver.

        >>> Report((Finding("info", "S21", "Undated", "http://e/c1", "c1"),)).failed()
        False
        """
        return self.worst is not None and SEVERITIES.index(self.worst) <= SEVERITIES.index(on)

    def summary(self, language: str = "en") -> str:
        """Return the counts in one line.

        >>> Report(passages=2).summary()
        'no violations, no warnings, no infos; 2 passages, not compared with a text'
        """
        if language == "zh":
            names = {"violation": "违规", "warning": "警告", "info": "提示"}
            counts = "，".join(f"{names[key]} {number}" for key, number in self.counts.items())
            checked = (
                f"；{len(self.texts)} 份文本中核对了 {self.passages} 处文段的 {self.verified} 处"
            )
            return counts + (checked if self.texts else f"；{self.passages} 处文段，未与文本核对")
        counts = ", ".join(
            f"{number or 'no'} {key}{'' if number == 1 else 's'}"
            for key, number in self.counts.items()
        )
        passages = f"{self.passages} passage{'' if self.passages == 1 else 's'}"
        if not self.texts:
            return f"{counts}; {passages}, not compared with a text"
        return f"{counts}; {self.verified} of {passages} verified against {', '.join(self.texts)}"

    def text(self, language: str = "en") -> str:
        """Return one line per finding, violations first, and a line that counts them.

        >>> print(Report().text())
        no violations, no warnings, no infos; 0 passages, not compared with a text
        """
        lines = [finding.text(language) for finding in self.findings]
        return "\n".join([*lines, self.summary(language)])

    def __str__(self) -> str:
        return self.text()

    def json(self, language: str = "en") -> str:
        """Return the report as JSON; labels and messages in *language*.

        >>> '"conforms": true' in Report().json()
        True
        """
        found: list[dict[str, Any]] = [
            {
                "severity": finding.severity,
                "rule": finding.rule,
                "name": finding.name,
                "node": finding.node,
                "id": finding.id,
                "label": finding.label(language),
                "path": finding.path,
                "value": finding.value,
                "message": finding.message(language),
                "file": finding.file,
                "line": finding.line,
            }
            for finding in self.findings
        ]
        said = {
            "conforms": self.conforms,
            "worst": self.worst,
            "counts": self.counts,
            "passages": self.passages,
            "verified": self.verified,
            "texts": self.texts,
            "findings": found,
        }
        return json.dumps(said, ensure_ascii=False, indent=2)

    def graph(self) -> "Graph":
        """Return the report as RDF: one ``sh:ValidationReport``.

        ``sh:conforms`` is true if there is no violation, as with a validator that allows warnings.

        >>> from rdflib import SH
        >>> [str(value) for value in Report().graph().objects(None, SH.conforms)]
        ['true']
        """
        from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef

        from whyso.graph.check.engines import parse_term, to_rdflib

        graph = Graph()
        graph.bind("sh", SH)
        graph.bind("shapes", ontology.SHAPES)
        report = BNode("report")
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(str(self.conforms).lower(), datatype=XSD.boolean)))
        for number, finding in enumerate(self.findings, 1):
            result = BNode(f"result{number:06}")
            shape = URIRef(f"{ontology.SHAPES}{finding.rule}-{finding.name}")
            node = finding.node
            focus = BNode(node[2:]) if node.startswith("_:") else URIRef(node)
            graph.add((report, SH.result, result))
            graph.add((result, RDF.type, SH.ValidationResult))
            graph.add((result, SH.focusNode, focus))
            graph.add((result, SH.sourceShape, shape))
            graph.add((result, SH.resultSeverity, SH[_SHACL_SEVERITY[finding.severity]]))
            component = URIRef(finding.component) if finding.component else shape
            graph.add((result, SH.sourceConstraintComponent, component))
            if finding.path is not None and "<" not in finding.path:
                graph.add((result, SH.resultPath, URIRef(finding.path)))
            if finding.value is not None:
                graph.add((result, SH.value, to_rdflib(parse_term(finding.value))))
            for language, message in finding.messages.items():
                graph.add((result, SH.resultMessage, Literal(message, lang=language)))
        return graph

    def turtle(self) -> str:
        """Return the report as RDF (:meth:`graph`) in Turtle.

        >>> "sh:conforms true" in Report().turtle()
        True
        """
        return self.graph().serialize(format="turtle")
