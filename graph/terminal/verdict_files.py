"""Verdicts as files: the argument with its verdict in RDF, and the framework behind it."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from whyso.graph.errors import FormatError
from whyso.graph.terminal.console import note, put
from whyso.graph.terminal.inputs import STDIN

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.semantics import Verdict

__all__ = ["framework_names", "write"]

_UNSAYABLE: Final = re.compile(r"[^\w-]+")


def write(
    g: "ArgumentGraph",
    verdicts: "Sequence[Verdict]",
    *,
    write: str | None = None,
    framework: str | None = None,
) -> None:
    """Write an argument with verdicts on it, or the Dung framework behind one, and tell where.

    Args:
        g: the argument; the verdicts are added to its store.
        verdicts: what stands, for one reader or several; the framework is that of the first.
        write: a file for both in RDF, whose suffix tells a syntax that holds named graphs; ``-``
            prints TriG.
        framework: a file for the framework, whose suffix tells af, apx or tgf; ``-`` prints af.

    Raises:
        FormatError: the suffix names no such format.
        OutputError: a file cannot be written; the old one stands.
    """
    if framework is not None:
        from whyso.graph.formats.frameworks import dump_framework
        from whyso.graph.semantics.dung import Framework

        found = verdicts[0].translation.framework
        form = "af" if framework == STDIN else Path(framework).suffix.removeprefix(".").lower()
        if not form:
            raise FormatError(
                f"{framework}: the suffix names no framework format (.af, .apx, .tgf)"
            )
        named = Framework(framework_names(verdicts[0]), found.source, found.target)
        put(dump_framework(named, form), framework)
        if framework != STDIN:
            note(f"{framework}: {len(named)} arguments, {len(named.source)} attacks")
    if write is not None:
        from whyso.graph.semantics.recording.writing import record

        graphs = [record(verdict, g.store).graph for verdict in verdicts]
        if write == STDIN:
            put(g.store.serialize("trig", verdicts=True))
        else:
            g.save(write)
            note("\n".join(f"{write}: {graph}" for graph in graphs))


def framework_names(verdict: "Verdict") -> list[str]:
    """Return a name for each argument of a verdict's framework that all formats can say.

    Claims and steps go by their local ids, ``not_c`` and ``unfounded_c`` stand beside them; what
    several have in common is told apart by a number.

    >>> from whyso.graph import sample
    >>> names = framework_names(sample().verdict())
    >>> names[:2], names[125], len(set(names)) == len(names)
    (['a1', 'a2'], 'i1', True)
    """
    taken: Counter[str] = Counter()
    names: list[str] = []
    for full in verdict.translation.argument_names():
        beside, _, iri = full.rpartition(" ")
        local = _UNSAYABLE.sub("_", re.split(r"[/#]", iri.rstrip("/#"))[-1]) or "argument"
        name = f"{beside}_{local}" if beside else local
        while taken[name]:
            taken[name] += 1
            name = f"{name}_{taken[name]}"
        taken[name] = 1
        names.append(name)
    return names
