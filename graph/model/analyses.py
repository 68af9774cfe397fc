"""What an argument graph can be asked and turned into, each in one call."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.check import Report
    from whyso.graph.dependencies import Coverage, Grounds, Rank
    from whyso.graph.formats import Account
    from whyso.graph.model.argument import ArgumentGraph
    from whyso.graph.semantics import Options, Verdict
    from whyso.graph.semantics.answering import Answering
    from whyso.graph.semantics.bearing import Bearing
    from whyso.graph.semantics.supposing import Change
    from whyso.graph.store import Store

__all__ = ["Analyses"]


class Analyses:
    """The analyses of an argument graph, and its ways out: a part of :class:`ArgumentGraph`."""

    if TYPE_CHECKING:
        store: Store

        def to_networkx(self) -> "nx.MultiDiGraph[str]": ...

        def resolve(self, name: str) -> str: ...

    def _whole(self) -> "ArgumentGraph":
        return cast("ArgumentGraph", self)

    def grounds(self, name: str) -> "Grounds":
        """Return what a statement rests on, with the paths that carry it.

        >>> from whyso.graph import sample
        >>> sample().grounds("c1").statement.endswith("/c1")
        True
        """
        from whyso.graph import dependencies

        return dependencies.grounds(self.to_networkx(), self.resolve(name))

    def consequences(self, name: str) -> "Grounds":
        """Return what rests on a statement, with the paths that carry it.

        >>> from whyso.graph import sample
        >>> sample().consequences("c1").statement.endswith("/c1")
        True
        """
        from whyso.graph import dependencies

        return dependencies.consequences(self.to_networkx(), self.resolve(name))

    def rank(self) -> "tuple[Rank, ...]":
        """Return the statements by how much rests on them; each column says what it measures.

        >>> from whyso.graph import sample
        >>> sample().rank()[0].alone >= 0
        True
        """
        from whyso.graph import dependencies

        return dependencies.rank(self.to_networkx())

    def coverage(self) -> "tuple[Coverage, ...]":
        """Return for each question how far it is answered.

        >>> from whyso.graph import sample
        >>> len(sample().coverage()) == len(sample().questions())
        True
        """
        from whyso.graph import dependencies

        return dependencies.coverage(self.to_networkx())

    def verdict(
        self, standpoint: str = "speaker", *, options: "Options | None" = None
    ) -> "Verdict":
        """Return what stands, and how strongly, for a reader who grants something.

        Args:
            standpoint: what is granted: a name, or a SPARQL text that selects it (see
                :func:`whyso.graph.semantics.standpoints`).
            options: semantics and ways of reading (:class:`whyso.graph.semantics.Options`).

        Raises:
            UnknownNameError: there is no such standpoint.
            QueryError: the query is broken.
            UnansweredError: a search ran out of time.

        >>> from whyso.graph import sample
        >>> sample().verdict().finding("c3").ground
        'granted'
        """
        from whyso.graph.semantics import Case, Verdict

        return Verdict(Case.of(self.store, standpoint, options), resolve=self.resolve)

    def what_if(
        self,
        *,
        retract: Sequence[str] = (),
        grant: Sequence[str] = (),
        drop: Sequence[str] = (),
        standpoint: str = "speaker",
        options: "Options | None" = None,
    ) -> "Change":
        """Return what flips, in which order and because of what, if something changes.

        Args:
            retract: claims that are taken out, with the steps from and against them.
            grant: claims that are granted.
            drop: steps that are taken out.
            standpoint: for whom (see :meth:`verdict`).
            options: how it is decided.

        Raises:
            UnknownNameError: there is no such claim or step.
            InputError: the changes contradict each other.

        >>> from whyso.graph import sample
        >>> [flip.claim[-3:] for flip in sample().what_if(retract=["c43"]).flips]
        ['c42']
        """
        from whyso.graph.semantics.supposing import what_if

        answers = [
            (question, answer)
            for answer, question, role in self.to_networkx().edges(keys=True)
            if role == "answers"
        ]
        verdict = self.verdict(standpoint, options=options)
        return what_if(verdict, retract=retract, grant=grant, drop=drop, answers=answers)

    def bearing(
        self, standpoint: str = "speaker", *, options: "Options | None" = None
    ) -> "tuple[Bearing, ...]":
        """Return the claims by how much falls with each, for a reader who grants something.

        >>> from whyso.graph import sample
        >>> sample().bearing()[0].falls >= sample().bearing()[1].falls
        True
        """
        from whyso.graph.semantics.bearing import bearing

        return bearing(self.verdict(standpoint, options=options), self.to_networkx())

    def answering(
        self, standpoint: str = "speaker", *, options: "Options | None" = None
    ) -> "tuple[Answering, ...]":
        """Return how far each question is answered by what stands.

        >>> from whyso.graph import sample
        >>> sample().answering()[0].result
        'answered'
        """
        from whyso.graph.semantics.answering import answering

        return answering(self.verdict(standpoint, options=options), self.to_networkx())

    def claims_frame(self) -> Any:
        """Return propositions and questions as an Arrow table (see :mod:`whyso.graph.frames`).

        >>> from whyso.graph import sample
        >>> sample().claims_frame().column_names[0]
        'claim'
        """
        from whyso.graph import frames

        return frames.claims_frame(self.store)

    def relations_frame(self) -> Any:
        """Return the relations as an Arrow table (see :mod:`whyso.graph.frames`).

        >>> from whyso.graph import sample
        >>> sample().relations_frame().column_names[0]
        'step'
        """
        from whyso.graph import frames

        return frames.relations_frame(self.store)

    def verdict_frame(
        self, standpoint: str = "speaker", *, options: "Options | None" = None
    ) -> Any:
        """Return a verdict as an Arrow table (see :meth:`verdict`, :mod:`whyso.graph.frames`).

        >>> from whyso.graph import sample
        >>> sample().verdict_frame("evidence")["standpoint"][0].as_py()
        'evidence'
        """
        from whyso.graph import frames

        return frames.verdict_frame(self.verdict(standpoint, options=options))

    def check(
        self, *, text: str | os.PathLike[str] | None = None, engine: str = "pyshacl"
    ) -> "Report":
        """Validate the graph: shapes, and its passages against the source's text if that is given.

        >>> from whyso.graph import sample
        >>> sample().check().conforms
        True
        """
        from whyso.graph import check

        return check.check(self._whole(), text=text, engine=engine)

    def to_html(
        self,
        path: str | os.PathLike[str],
        *,
        title: str | None = None,
        lang: str = "en",
        text: str | os.PathLike[str] | None = None,
    ) -> Path:
        """Write the interactive page, one file that needs no network.

        Args:
            path: the file.
            title: heading of the page.
            lang: language in which it opens.
            text: a file with the source's text, to be read beside the map. The page then holds it.

        >>> from whyso.graph import sample
        >>> import tempfile
        >>> sample().to_html(Path(tempfile.mkdtemp()) / "claims.html").name
        'claims.html'
        """
        from whyso.graph import view

        return view.write_page(self._whole(), path, title=title, lang=lang, text=text)

    def to_picture(self, path: str | os.PathLike[str], **look: Any) -> Path:
        """Write the map as SVG or PNG (see :func:`whyso.graph.view.write_picture`).

        >>> from whyso.graph import sample
        >>> import tempfile
        >>> sample().to_picture(Path(tempfile.mkdtemp()) / "claims.svg", theme="dark").name
        'claims.svg'
        """
        from whyso.graph import view

        return view.write_picture(self._whole(), path, **look)

    def _repr_html_(self) -> str:
        """Show the page in a notebook, or a picture of a large argument."""
        from whyso.graph.view.notebook import notebook

        return notebook(self._whole())

    def export(self, path: str | os.PathLike[str], *, format: str | None = None) -> "Account":
        """Write the graph in any format (:data:`whyso.graph.formats.FORMATS`); return what it kept.

        >>> from whyso.graph import sample
        >>> import tempfile
        >>> sample().export(Path(tempfile.mkdtemp()) / "claims.graphml").format
        'graphml'
        """
        from whyso.graph import formats

        return formats.write(self._whole(), path, format=format)
