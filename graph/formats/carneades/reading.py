"""Reading Carneades' argument graphs: the YAML of version 4.

Source: the user guide of Carneades 4, its importer and its examples. Statements, premises,
undercutters, issues, assumptions and the names of argument schemes are said by the model. Roles,
proof standards, ways of weighing, expected labels, and definitions of schemes from which Carneades
would generate further arguments are carried along.
"""

from dataclasses import replace

import pyoxigraph as ox

from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.carneades.case import Case
from whyso.graph.formats.carneades.drafting import FORMAT, draft_case
from whyso.graph.formats.carneades.parsing import OWN, read_case
from whyso.graph.formats.draft import Draft
from whyso.graph.store import Store

__all__ = ["finished", "read_carneades"]


def read_carneades(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return the RDF of an argument graph in YAML, and the account of reading.

    Args:
        data: the text, UTF-8.
        name: the file, or what stands for it in messages.
        base: the namespace of the nodes, where the file does not tell it.

    Raises:
        ParseError: the text is no YAML, or no argument graph.

    >>> text = b"{statements: {p: P., q: Q.}, arguments: {a: {conclusion: p, premises: [q]}}}"
    >>> store, account = read_carneades(text, name="tea.yml")
    >>> account.kept["statements"], account.kept["steps"]
    (2, 1)
    """
    case = read_case(data, name)
    own = case.meta.get(OWN)
    stated = own.get("base") if isinstance(own, dict) else None
    draft = Draft(FORMAT, name=name, base=stated if isinstance(stated, str) else base)
    return finished(case, draft)


def finished(case: Case, draft: Draft) -> tuple[Store, Account]:
    """Return the RDF of a case and the account of what became of its file.

    >>> finished(Case(), Draft(FORMAT, name="tea.yml"))[1].lossless
    True
    """
    from whyso.graph.formats.rdf import counted

    stated = draft_case(case, draft)
    for rows, others in ((draft.approximated, case.approximated), (draft.dropped, case.dropped)):
        _add(rows, others)
    store, account = draft.finish()
    if stated:
        home = ox.NamedNode(draft.graph)
        quads = (ox.Quad(one.subject, one.predicate, one.object, home) for one in stated)
        store.fill(quads, draft.name)
        account = replace(account, kept=counted(store))
    return store, account


def _add(rows: Rows, others: Rows) -> None:
    for row in others.rows():
        rows.add(row.what, row.why, *row.ids, triples=row.triples)
