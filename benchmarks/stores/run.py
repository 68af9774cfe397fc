"""A store on disk with a million claims, beside raw Oxigraph and rdflib's own store, in one run.

``make bench-stores`` prints the table; ``--write`` puts it into ``docs/stores.md`` as well. Every
task runs in a process of its own, after the one before it.
"""

import argparse
import json
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

HERE: Final = Path(__file__).resolve().parent
PAGE: Final = HERE.parents[1] / "docs" / "stores.md"
TASKS: Final = {
    "raw": "raw Oxigraph, bulk load",
    "load": "whyso, create and load",
    "rules": "whyso, run the rules",
    "compact": "whyso, compact",
    "open": "whyso, open and count the claims",
    "query": "whyso, 5 named queries on one claim or question",
    "check": "whyso, validate what answers 10 questions and the reasons for it",
    "verdict": "whyso, grounded verdict and strengths",
    "export": "whyso, export as sorted N-Quads",
}


def measured(call: Callable[[], Any]) -> dict[str, float]:
    """Return wall and CPU seconds of a call, and the most memory of this process so far, in MB."""
    wall, spent = time.perf_counter(), time.process_time()
    call()
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - spent,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def raw(text: Path, place: Path) -> dict[str, float]:
    """Load with Oxigraph alone."""
    import pyoxigraph as ox

    found = {}
    graph = ox.NamedNode("https://w3id.org/whyso/graph/synthetic")
    store = ox.Store(str(place))

    def load() -> None:
        store.bulk_load(path=str(text), format=ox.RdfFormat.TURTLE, to_graph=graph)
        store.flush()

    found = measured(load)
    found["triples"] = len(store)
    return found


def load(text: Path, place: Path) -> dict[str, float]:
    """Make a store and load the file, without running the rules."""
    from whyso.graph.loading import load_into
    from whyso.graph.store.bulk import Loading
    from whyso.graph.store.disk import DiskStore

    def call() -> None:
        with DiskStore.create(place) as store, patch.object(Loading, "rule"):
            load_into(store, text)

    return measured(call)


def rules(_: Path, place: Path) -> dict[str, float]:
    """Run the rules."""
    from whyso.graph.store.disk import DiskStore

    with DiskStore.open(place, writing=True) as store:
        return measured(store.derive)


def compact(_: Path, place: Path) -> dict[str, float]:
    """Compact the store."""
    from whyso.graph.store.disk import DiskStore

    with DiskStore.open(place, writing=True) as store:
        return measured(store.compact)


def opened(_: Path, place: Path) -> dict[str, float]:
    """Open the store and count something."""
    from whyso.graph import load as load_graph

    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s a arg:Claim }"
    return measured(lambda: list(load_graph(place).query(text)))


def query(_: Path, place: Path) -> dict[str, float]:
    """Ask five named queries about one statement or question each."""
    from rdflib import URIRef

    from whyso.graph import load as load_graph
    from whyso.graph.query import named_queries

    g = load_graph(place)
    space = "https://w3id.org/whyso/id/synthetic/"
    asked = {
        "answers": ("question", "q17"),
        "attacks": ("statement", "c17"),
        "evidence": ("statement", "c17"),
        "grounds": ("conclusion", "c17"),
        "positions": ("question", "q17"),
    }

    def call() -> None:
        for name, (key, node) in asked.items():
            values: dict[str, Any] = {key: URIRef(space + node)}
            list(g.query(named_queries()[name].text, **values))

    return measured(call)


def check(_: Path, place: Path) -> dict[str, float]:
    """Validate what answers some questions, and the reasons for it."""
    import pyoxigraph as ox

    from whyso.graph import ArgumentGraph
    from whyso.graph import load as load_graph
    from whyso.graph.store import Store

    g = load_graph(place)
    space = "https://w3id.org/whyso/id/synthetic/"
    questions = " ".join(f"<{space}q{number}>" for number in range(10))
    (graph,) = g.store.source_graphs()

    def call() -> None:
        found = g.query(
            f"SELECT DISTINCT ?s WHERE {{ VALUES ?q {{ {questions} }} ?c arg:answers ?q ."
            " ?c (^arg:conclusion/arg:premise?)? ?s }"
        )
        part = Store()
        for row in found:
            node = ox.NamedNode(str(row.s))  # type: ignore[union-attr]
            part.fill(g.store.engine.quads_for_pattern(node, None, None, graph), "part")
        ArgumentGraph(part).check()

    return measured(call)


def verdict(_: Path, place: Path) -> dict[str, float]:
    """Work out what stands."""
    from whyso.graph import load as load_graph

    g = load_graph(place)

    def call() -> None:
        found = g.verdict()
        found.labels.sum()
        found.strengths.values.sum()

    return measured(call)


def export(_: Path, place: Path) -> dict[str, float]:
    """Write everything to a file."""
    from whyso.graph import load as load_graph

    g = load_graph(place)
    return measured(lambda: g.save(place.with_suffix(".nq")))


def rdflib(text: Path, _: Path) -> dict[str, float]:
    """Load with rdflib's own store."""
    from rdflib import Graph

    graph = Graph()
    return measured(lambda: graph.parse(text, format="turtle")) | {"triples": len(graph)}


def run(name: str, text: Path, place: Path) -> dict[str, float]:
    """Run one task in a process of its own."""
    command = [sys.executable, __file__, "--task", name, str(text), str(place)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    print(name, {key: round(value, 1) for key, value in found.items()}, file=sys.stderr)
    return found


def synthetic(claims: int, path: Path) -> Path:
    """Write a synthetic argument to a file."""
    with path.open("wb") as file:
        subprocess.run([sys.executable, HERE.parent / "synthetic.py", str(claims)], stdout=file)
    return path


def size(place: Path) -> int:
    """Return the bytes in a folder."""
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


def table(claims: int, fewer: int, folder: Path) -> str:
    """Run everything and return the table."""
    text = synthetic(claims, folder / "big.ttl")
    alone, place = folder / "raw", folder / "whyso.store"
    rows, sizes, found = [], {}, {}
    for name, title in TASKS.items():
        home = alone if name == "raw" else place
        found[name] = run(name, text, home)
        sizes[name] = size(home)
        rows.append((title, found[name]))
        if name == "raw":
            shutil.rmtree(alone)
    triples = found["raw"]["triples"]
    small = synthetic(fewer, folder / "small.ttl")
    other = run("rdflib", small, folder)
    rows.append((f"rdflib's own store, load {fewer:,} claims", other))
    lines = [
        f"{claims:,} claims, {triples:,.0f} triples, {text.stat().st_size / 1e6:,.0f} MB of Turtle;"
        f" Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')},"
        f" rdflib {version('rdflib')}.",
        "",
        "| task | wall s | CPU s | peak MB |",
        "|---|--:|--:|--:|",
        *(f"| {t} | {r['wall']:,.2f} | {r['cpu']:,.2f} | {r['peak']:,.0f} |" for t, r in rows),
        "",
        f"Bytes per triple on the disk: raw Oxigraph {sizes['raw'] / triples:,.0f}; whyso"
        f" {sizes['load'] / triples:,.0f} after loading, {sizes['rules'] / triples:,.0f} with what"
        f" the rules derive, {sizes['compact'] / triples:,.0f} compacted."
        f" Loading took {found['load']['cpu'] / found['raw']['cpu']:.2f} times the CPU time of raw"
        " Oxigraph.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--fewer", type=int, default=100_000, help="claims for rdflib")
    parser.add_argument("--write", action="store_true", help="put the table into docs/stores.md")
    parser.add_argument("--task", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        name, text, place = options.task
        call = globals()["opened" if name == "open" else name]
        print(json.dumps(call(Path(text), Path(place))))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = table(options.claims, options.fewer, Path(folder))
    print(found)
    if options.write:
        page = PAGE.read_text("utf-8")
        marks = r"(?s)(<!-- figures -->\n\n).*?(\n\n<!-- end of figures -->)"
        PAGE.write_text(re.sub(marks, lambda m: m[1] + found + m[2], page), "utf-8")


if __name__ == "__main__":
    main()
