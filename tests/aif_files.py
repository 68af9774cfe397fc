"""The small nodesets of AIF that tests read, and what tests ask of them."""

from pathlib import Path

from whyso.graph import ArgumentGraph
from whyso.graph.formats.account import Account
from whyso.graph.formats.aif.aif_json import read_aif_json
from whyso.graph.formats.aif.nodeset import AIF
from whyso.graph.formats.aif.ova2 import read_ova2
from whyso.graph.formats.aif.xaif import read_xaif
from whyso.graph.model.records import Statement, Step, Utterance
from whyso.graph.store import Store

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "data" / "aif"
PREFIX = f"PREFIX aif: <{AIF}> PREFIX n: <http://www.aifdb.org/nodes/>\n"


def through_text(store: Store, name: str) -> ArgumentGraph:
    """Return what a store says after it was saved as TriG and read again."""
    again = Store()
    again.read_text(store.serialize("trig"), "trig", name=name)
    return ArgumentGraph(again)


def fixture(name: str) -> tuple[ArgumentGraph, Account]:
    data = (FIXTURES / name).read_bytes()
    read = read_xaif if ".xaif" in name else read_ova2 if ".ova2" in name else read_aif_json
    store, account = read(data, name=name)
    return ArgumentGraph(store), account


def whys(account: Account) -> set[tuple[str, str]]:
    return {(row.what, row.why) for row in (*account.approximated, *account.dropped)}


def ask(g: ArgumentGraph, text: str) -> bool:
    return bool(g.query(PREFIX + text).askAnswer)


def statement(g: ArgumentGraph, name: str) -> Statement:
    found = g[name]
    assert isinstance(found, Statement)
    return found


def step(g: ArgumentGraph, name: str) -> Step:
    found = g[name]
    assert isinstance(found, Step)
    return found


def speaker(g: ArgumentGraph, name: str) -> str:
    found = g[name]
    assert isinstance(found, Utterance)
    assert found.speaker is not None
    return found.speaker.label()
