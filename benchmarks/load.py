"""Loading, saving, queries and memory beside raw pyoxigraph and plain rdflib, in one run.

``make bench`` prints the table; ``--write`` puts it into ``benchmarks/README.md`` as well. Every
measurement is CPU time of all threads, in a process of its own; the least of several is taken.
"""

import argparse
import json
import platform
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
# Each engine, and the CPU seconds after which a query is stopped.
ENGINES: Final = {"whyso": 30.0, "pyoxigraph": 30.0, "rdflib": 3.0}
# These queries go further if they are asked about one statement: they are run both ways.
DEEP: Final = {
    "assumptions": "conclusion",
    "consequences": "condition",
    "depends-on": "statement",
    "grounds": "conclusion",
}
ASKED: Final = "c17"


class Late(Exception):
    """A query took longer than it may."""


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the CPU seconds that a call took, and what it returned."""
    start = time.process_time()
    returned = call()
    return time.process_time() - start, returned


def peak() -> float:
    """Return the most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def task(engine: str, name: str, path: Path) -> dict[str, float]:
    """Run one task in this process; return what it measured by name: CPU seconds, or MB."""
    return {"whyso": _whyso, "pyoxigraph": _pyoxigraph, "rdflib": _rdflib}[engine](name, path)


def _whyso(name: str, path: Path) -> dict[str, float]:
    import networkx  # noqa: F401 (importing is not what is measured)

    from whyso.graph import formats, load, network  # noqa: F401

    if name == "queries":
        return _queries(path, "whyso")
    found: dict[str, float] = {}
    found["load"], g = timed(lambda: load(path))
    if name == "network":
        found["rules"] = timed(g.store.derive)[0]
        found["networkx"] = timed(g.to_networkx)[0]
    found["peak"] = peak()
    if name == "files":
        found["save"] = timed(lambda: g.save(path.with_suffix(".saved.ttl")))[0]
    return found


def _pyoxigraph(name: str, path: Path) -> dict[str, float]:
    import pyoxigraph as ox

    if name == "queries":
        return _queries(path, "pyoxigraph")
    store = ox.Store()
    found = {"load": timed(lambda: store.load(path=path, format=ox.RdfFormat.TURTLE))[0]}
    found["peak"] = peak()
    target = path.with_suffix(".ox.ttl")
    graph = ox.DefaultGraph()
    dumped = timed(lambda: store.dump(target, format=ox.RdfFormat.TURTLE, from_graph=graph))
    return found | {"save": dumped[0]}


def _rdflib(name: str, path: Path) -> dict[str, float]:
    from rdflib import Graph

    if name == "queries":
        return _queries(path, "rdflib")
    found: dict[str, float] = {}
    found["load"], graph = timed(lambda: Graph().parse(path, format="turtle"))
    found["peak"] = peak()
    found["save"] = timed(lambda: graph.serialize(path.with_suffix(".rdf.ttl")))[0]
    return found


def _queries(path: Path, engine: str) -> dict[str, float]:
    """Time every shipped query; one that is stopped counts as -1."""
    from rdflib import URIRef

    from whyso.graph import load
    from whyso.graph.query import bind, named_queries

    g = load(path)
    g.store.derive()
    found: dict[str, float] = {}
    graph: Any = None
    if engine == "rdflib":
        import pyoxigraph as ox
        from rdflib import Graph

        triples = path.with_suffix(".derived.nt")
        triples.write_bytes(
            ox.serialize((quad.triple for quad in g.store.engine), format=ox.RdfFormat.N_TRIPLES)
            or b""
        )
        graph = Graph().parse(triples, format="nt")
    about = URIRef(f"https://w3id.org/whyso/id/synthetic/{ASKED}")
    asked: list[tuple[str, dict[str, Any]]] = [(name, {}) for name in named_queries()]
    asked += [(name, {parameter: about}) for name, parameter in DEEP.items()]
    prefixes = g.store.prefixes
    for name, values in asked:
        bound = bind(named_queries()[name].text, values)

        def ask(name: str = name, values: dict[str, Any] = values, text: str = bound) -> object:
            if engine == "whyso":
                return len(g.query_named(name, **values))
            if engine == "rdflib":
                return len(graph.query(text, initNs=prefixes))
            raw: Any = g.store.engine
            return list(raw.query(text, prefixes=prefixes, use_default_graph_as_union=True))

        said = f"{name} of one claim" if values else name
        found[said] = _within(ENGINES[engine], ask)
        if 0 <= found[said] < 2:  # a short time is measured badly: take the least of three
            found[said] = min(found[said], *(_within(ENGINES[engine], ask) for _ in range(2)))
    return found


def _within(deadline: float, call: Callable[[], Any]) -> float:
    def stop(_: int, __: FrameType | None) -> None:
        raise Late

    signal.signal(signal.SIGPROF, stop)
    try:  # the signal may come late, when the call is done
        signal.setitimer(signal.ITIMER_PROF, deadline)
        try:
            return timed(call)[0]
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except Late:
        return -1


def measure(engine: str, name: str, path: Path, repeats: int) -> dict[str, float]:
    """Return the least of several runs of a task, by name."""
    best: dict[str, float] = {}
    for _ in range(repeats):
        words = [sys.executable, __file__, "--task", engine, name, str(path)]
        done = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)
        for key, value in done.items():
            best[key] = min(best.get(key, value), value)
    return best


def report(claims: int, folder: Path, repeats: int) -> str:
    """Measure everything on one synthetic argument; return it as Markdown."""
    path = folder / f"{claims}.ttl"
    made = [sys.executable, str(HERE / "synthetic.py"), str(claims)]
    with path.open("wb") as file:
        subprocess.run(made, check=True, stdout=file)
    triples = measure_triples(path)
    files: dict[str, dict[str, float]] = {}
    queries: dict[str, dict[str, float]] = {}
    for engine in ENGINES:
        once = engine == "rdflib" and claims > 20_000  # which takes a quarter of an hour
        files[engine] = measure(engine, "files", path, 1 if once else repeats)
        queries[engine] = measure(engine, "queries", path, 1)
    network = measure("whyso", "network", path, repeats)
    whole = network["load"] + network["rules"] + network["networkx"]
    ours, raw, plain = (files[engine] for engine in ENGINES)
    rows = [
        ("loading", ours["load"], raw["load"], plain["load"]),
        ("loading, rules and networkx graph", whole, raw["load"], plain["load"]),
        ("saving as Turtle", ours["save"], raw["save"], plain["save"]),
    ]
    out = [
        f"### {claims:,} claims, {triples:,} triples",
        "",
        "| CPU seconds | whyso | raw pyoxigraph | plain rdflib | to pyoxigraph | to rdflib |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {what} | {a:.2f} | {b:.2f} | {c:.2f} | {a / b:.2f} | 1/{c / a:.1f} |"
            for what, a, b, c in rows
        ),
        "",
        f"Of the second row, rules take {network['rules']:.2f} and the networkx graph "
        f"{network['networkx']:.2f}; its last two columns compare with loading alone.",
        "",
        "| peak memory, MB | whyso | raw pyoxigraph | plain rdflib |",
        "|---|---:|---:|---:|",
        "| loading | " + " | ".join(f"{files[engine]['peak']:.0f}" for engine in ENGINES) + " |",
        f"| loading, rules and networkx graph | {network['peak']:.0f} | | |",
        "",
        "| query, CPU milliseconds | whyso | raw pyoxigraph | plain rdflib |",
        "|---|---:|---:|---:|",
    ]
    for name in queries["whyso"]:
        shown = " | ".join(
            _milliseconds(queries[each][name], most) for each, most in ENGINES.items()
        )
        out.append(f"| {name} | {shown} |")
    slowest = max(queries["whyso"], key=lambda name: queries["whyso"][name])
    out += ["", f"The slowest query of whyso: {slowest}, {queries['whyso'][slowest]:.2f} s.", ""]
    return "\n".join(out)


def measure_triples(path: Path) -> int:
    """Return how many triples a file has."""
    import pyoxigraph as ox

    return sum(1 for _ in ox.parse(path=path))


def _milliseconds(seconds: float, most: float) -> str:
    return f"> {most:.0f} s" if seconds < 0 else f"{seconds * 1000:.1f}"


def main() -> None:
    """Measure and print; see the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="also into benchmarks/README.md")
    parser.add_argument("--task", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.task:
        engine, name, path = asked.task
        print(json.dumps(task(engine, name, Path(path))))
        return
    names = ("pyoxigraph", "rdflib", "networkx")
    made = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
    made += ", ".join(f"{name} {version(name)}" for name in names)
    text = f"{made}.\n\n"
    print(text)
    with tempfile.TemporaryDirectory() as folder:
        for claims in asked.claims:
            table = report(claims, Path(folder), asked.repeats) + "\n"
            print(table, flush=True)
            text += table
    if asked.write:
        page = HERE / "README.md"
        whole = re.sub(
            r"(?s)(<!-- table -->\n).*(<!-- end -->)",
            lambda found: f"{found[1]}\n{text}{found[2]}",
            page.read_text("utf-8"),
        )
        page.write_text(whole, "utf-8")


if __name__ == "__main__":
    main()
