"""The formats that ship with whyso: a new one is a new module and one entry here.

What reads and writes is imported when it is first called.
"""

from importlib import import_module
from typing import Any, Final

from whyso.graph.formats import framework_graphs, rdf
from whyso.graph.formats.format import Format
from whyso.graph.store import SYNTAXES

__all__ = ["BUILT_IN"]


# Suffixes that RDF has, whatever it speaks of.
_RDF: Final = ("ttl", "rdf", "owl", "jsonld", "nt", "nq", "trig", "n3", "xml", "json")


def _late(module: str, name: str) -> Any:
    """Return a function of one of the modules here, imported when it is called."""

    def call(*args: Any, **more: Any) -> Any:
        return getattr(import_module(f"whyso.graph.formats.{module}"), name)(*args, **more)

    return call


BUILT_IN: Final = (
    *(
        Format(
            one.name, rdf.TITLES[one.name], one.suffixes, one.mime, rdf.writer(one), rdf.reader(one)
        )
        for one in SYNTAXES
    ),
    Format(
        "graphml",
        "GraphML for yEd, Gephi, Cytoscape, igraph",
        ("graphml",),
        "application/graphml+xml",
        _late("graphml", "write_graphml"),
        _late("graphml", "read_graphml"),
    ),
    Format(
        "gexf", "GEXF for Gephi", ("gexf",), "application/gexf+xml", _late("gexf", "write_gexf")
    ),
    Format(
        "gml", "GML", ("gml",), "text/x-gml", _late("gml", "write_gml"), _late("gml", "read_gml")
    ),
    Format(
        "dot",
        "a picture for Graphviz",
        ("dot", "gv"),
        "text/vnd.graphviz",
        _late("dot", "write_dot"),
    ),
    Format(
        "mermaid",
        "a flowchart for Markdown pages",
        ("mmd", "mermaid"),
        "text/vnd.mermaid",
        _late("mermaid", "write_mermaid"),
    ),
    Format(
        "node-link",
        "node-link JSON for networkx and D3",
        ("json",),
        "application/json",
        _late("node_link", "write_node_link"),
        _late("node_link", "read_node_link"),
        sniff=_late("node_link", "sniff_node_link"),
    ),
    Format(
        "cytoscape",
        "Cytoscape JSON",
        ("cyjs",),
        "application/json",
        _late("cytoscape", "write_cytoscape"),
        _late("cytoscape", "read_cytoscape"),
    ),
    Format(
        "csv",
        "two tables, nodes and edges, for Gephi, Neo4j, pandas",
        ("csv",),
        "text/csv",
        _late("tables", "write_csv_edges"),
        write_tables=_late("tables", "write_csv"),
    ),
    Format(
        "csv-nodes",
        "the table of nodes",
        ("nodes.csv",),
        "text/csv",
        _late("tables", "write_csv_nodes"),
    ),
    Format(
        "csv-edges",
        "the table of edges",
        ("edges.csv",),
        "text/csv",
        _late("tables", "write_csv_edges"),
    ),
    Format(
        "claims-csv",
        "one table of claims and their links, for spreadsheets",
        ("claims.csv", "csv"),
        "text/csv",
        _late("claim_tables", "write_claims_csv"),
        _late("claim_tables", "read_claims"),
        sniff=_late("claim_tables", "sniff_claims"),
    ),
    Format(
        "claims-tsv",
        "the same with tabs",
        ("claims.tsv", "tsv"),
        "text/tab-separated-values",
        _late("claim_tables", "write_claims_tsv"),
        _late("claim_tables", "read_claims"),
        sniff=_late("claim_tables", "sniff_claims"),
    ),
    Format(
        "kialo",
        "Kialo's text export, pros and cons",
        ("txt",),
        "text/plain",
        _late("kialo", "write_kialo"),
        _late("kialo", "read_kialo"),
        sniff=_late("kialo", "sniff_kialo"),
    ),
    Format(
        "aif-json",
        "AIF in JSON, as AIFdb gives it out",
        ("json", "aif.json"),
        "application/vnd.aif+json",
        _late("aif.aif_json", "write_aif_json"),
        _late("aif.aif_json", "read_aif_json"),
        sniff=_late("aif.aif_json", "sniff_aif_json"),
        options=frozenset({"analysts"}),
    ),
    Format(
        "xaif",
        "AIF in its wrapper, for OVA3 and oAMF",
        ("json", "xaif.json", "xaif"),
        "application/vnd.xaif+json",
        _late("aif.xaif", "write_xaif"),
        _late("aif.xaif", "read_xaif"),
        sniff=_late("aif.xaif", "sniff_xaif"),
        options=frozenset({"analysts"}),
    ),
    Format(
        "ova2",
        "analyses of OVA2",
        ("json",),
        "application/vnd.ova2+json",
        read=_late("aif.ova2", "read_ova2"),
        sniff=_late("aif.ova2", "sniff_ova2"),
        options=frozenset({"analysts"}),
    ),
    Format(
        "aif-rdf",
        "AIF in RDF, in the words of AIF-RDF.owl",
        ("aif.ttl", *_RDF),
        "application/vnd.aif+turtle",
        _late("aif.rdf", "write_aif_rdf"),
        _late("aif.rdf", "read_aif_rdf"),
        sniff=_late("aif.rdf", "sniff_aif_rdf"),
    ),
    Format(
        "aifdb-rdf",
        "AIF in RDF, as AIFdb gives it out",
        ("aifdb.rdf",),
        "application/vnd.aifdb+rdf+xml",
        _late("aif.rdf", "write_aifdb_rdf"),
        _late("aif.rdf", "read_aif_rdf"),
    ),
    Format(
        "ibis",
        "issues, positions and arguments in RDF",
        ("ibis.ttl", *_RDF),
        "application/vnd.ibis+turtle",
        _late("ibis.rdf", "write_ibis"),
        _late("ibis.rdf", "read_ibis"),
        sniff=_late("ibis.words", "sniff_ibis"),
    ),
    Format(
        "ibis-json",
        "issues, positions and arguments as programs mine them",
        ("json",),
        "application/vnd.ibis+json",
        read=_late("ibis.json", "read_ibis_json"),
        sniff=_late("ibis.json", "sniff_ibis_json"),
    ),
    Format(
        "arggraph",
        "argument graphs over a text, as of the microtexts",
        ("arggraph.xml", "xml"),
        "application/vnd.arggraph+xml",
        _late("arggraph", "write_arggraph"),
        _late("arggraph", "read_arggraph"),
        sniff=_late("arggraph", "sniff_arggraph"),
    ),
    Format(
        "carneades",
        "argument graphs of Carneades 4",
        ("yaml", "yml"),
        "application/vnd.carneades+yaml",
        _late("carneades", "write_carneades"),
        _late("carneades", "read_carneades"),
        sniff=_late("carneades", "sniff_carneades"),
    ),
    Format(
        "lkif",
        "argument graphs of Carneades 2",
        ("xml",),
        "application/vnd.lkif+xml",
        read=_late("carneades", "read_lkif"),
        sniff=_late("carneades", "sniff_lkif"),
    ),
    Format(
        "caf",
        "argument graphs of Carneades 3",
        ("xml",),
        "application/vnd.caf+xml",
        read=_late("carneades", "read_caf"),
        sniff=_late("carneades", "sniff_caf"),
    ),
    Format(
        "arguebuf",
        "the JSON of arguebuf, from Protocol Buffers",
        ("json",),
        "application/json",
        _late("arguebuf", "write_arguebuf"),
        _late("arguebuf", "read_arguebuf"),
        sniff=_late("arguebuf", "sniff_arguebuf"),
    ),
    Format(
        "argdown",
        "Argdown, a text to write arguments in",
        ("argdown", "ad"),
        "text/x-argdown",
        _late("argdown.writing", "write_argdown"),
        _late("argdown.reading", "read_argdown"),
    ),
    Format(
        "argdown-json",
        "the JSON that Argdown exports",
        ("argdown.json", "json"),
        "application/vnd.argdown+json",
        read=_late("argdown.reading", "read_argdown_json"),
        sniff=_late("argdown.reading", "sniff_argdown_json"),
    ),
    Format(
        "nanopub",
        "nanopublications, one for each claim",
        ("nanopub.trig", "np.trig", "trig", "nq"),
        "application/trig",
        _late("nanopub", "write_nanopub"),
        _late("nanopub", "read_nanopub"),
        sniff=_late("nanopub", "sniff_nanopub"),
    ),
    *framework_graphs.FORMATS,
    Format(
        "schema-org",
        "Claim and ClaimReview of schema.org, for search engines and fact-checkers",
        ("claims.jsonld", "jsonld", "json"),
        "application/ld+json",
        _late("schema_org", "write_schema_org"),
        _late("schema_org", "read_schema_org"),
        sniff=_late("schema_org", "sniff_schema_org"),
    ),
    Format("d2", "a diagram for D2", ("d2",), "text/vnd.d2", _late("d2", "write_d2")),
    Format(
        "markdown",
        "nested lists to read",
        ("md",),
        "text/markdown",
        _late("outlines", "write_markdown"),
    ),
    Format(
        "outline",
        "indented lines to read",
        ("outline.txt",),
        "text/plain",
        _late("outlines", "write_outline"),
    ),
)
