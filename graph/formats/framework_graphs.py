"""Abstract frameworks as argument graphs: each argument a claim, each attack a rebuttal.

ICCMA 2023 ``p af``, APX and TGF say attacks; bipolar APX has ``support(a,b).`` too, which becomes
an inference with one premise. An attack on what is a premise is an undermining.

Written are statements and the attacks between them, each statement an argument, as a user of ICCMA
solvers wants it: the framework of a reader who grants all that is put forward. For him supports
change nothing, so they are left out, like attacks on steps; bipolar APX has supports, and attacked
steps as arguments of their own (:meth:`whyso.graph.semantics.bipolar.Bipolar.of`). The framework
behind a verdict, for readers who grant less, is another: ``whyso verdict --framework`` writes it.

Sources: ICCMA 2023, "Rules", section input format; U. Egly, S. Gaggl, S. Woltran, "Answer-set
programming encodings for argumentation frameworks" (ASPARTIX), Argument & Computation 1 (2010).
"""

import re
from typing import TYPE_CHECKING, Final

from whyso.graph.formats.account import Account
from whyso.graph.formats.format import Format, Reader, Writer
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["BIPOLAR", "FORMATS", "framework_reader", "framework_writer", "sniff_bipolar"]

BIPOLAR: Final = "bipolar-apx"
_SUPPORTS: Final = re.compile(rb"(?m)^[^%\n]*\b(?:support|supp|sup|bsup|dsup|nsup)\s*\(")


def sniff_bipolar(data: bytes) -> bool:
    """Tell whether a text in APX says supports.

    >>> sniff_bipolar(b"arg(a). support(a,a)."), sniff_bipolar(b"arg(a). % support(a,a).")
    (True, False)
    """
    return _SUPPORTS.search(data) is not None


def framework_reader(form: str) -> Reader:
    """Return the reader of a format: ``af``, ``apx``, ``tgf`` or ``bipolar-apx``.

    >>> store, account = framework_reader("apx")(b"arg(a). arg(b). att(a,b).", name="tea.apx")
    >>> account.kept["statements"], account.kept["steps"]
    (2, 1)
    """

    def read(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
        from whyso.graph.formats.framework_triples import read_framework_graph

        return read_framework_graph(data, form, name=name, base=base)

    return read


def framework_writer(form: str) -> Writer:
    """Return the writer of a format: ``af``, ``apx``, ``tgf`` or ``bipolar-apx``.

    >>> from whyso.graph import parse
    >>> g = parse('''@prefix : <https://w3id.org/whyso/id/tea/> .
    ... @prefix arg: <https://w3id.org/whyso/ontology#> .
    ... :x arg:attacker :a ; arg:target :b ; a arg:Conflict . :a a arg:Claim . :b a arg:Claim .''')
    >>> framework_writer("tgf")(g)[0].decode().split()
    ['a', 'b', '#', 'a', 'b']
    """

    def write(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
        from whyso.graph.formats.framework_triples import write_framework_graph

        return write_framework_graph(g, form)

    return write


def _format(name: str, title: str, *suffixes: str, sniff: bool = False) -> Format:
    return Format(
        name,
        title,
        suffixes,
        "text/plain",
        framework_writer(name),
        framework_reader(name),
        sniff=sniff_bipolar if sniff else None,
    )


FORMATS: Final = (
    _format("af", "an abstract framework as in ICCMA 2023", "af"),
    _format("apx", "an abstract framework in ASPARTIX's facts", "apx"),
    _format("tgf", "an abstract framework as a trivial graph", "tgf"),
    _format(BIPOLAR, "a bipolar framework in facts", "bipolar.apx", "apx", sniff=True),
)
