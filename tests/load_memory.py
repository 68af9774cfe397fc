"""Loads folders of small files and prints what Python holds of each: ``load_memory.py``."""

import gc
import json
import re
import sys
import tracemalloc
from pathlib import Path

from whyso import ontology
from whyso.graph.loading import load_into
from whyso.graph.store import accounts, bulk
from whyso.graph.store.disk import DiskStore

TURTLE = f"""@prefix arg: <{ontology.ARG}> .
@prefix : <{ontology.ID}s%s/> .
:c1 a arg:Claim ; arg:status arg:stated ; arg:paragraph "1"^^<{ontology.PREFIXES["xsd"]}int> .
"""


def aif(number: int) -> str:
    ids = [str(number * 10 + place) for place in range(3)]
    kinds = ("I", "I", "RA")
    nodes = [
        {"nodeID": id, "text": f"Tea {id}.", "type": kind, "timestamp": "", "mark": 1}
        for id, kind in zip(ids, kinds, strict=True)
    ]
    edges = [
        {"edgeID": "1", "fromID": ids[1], "toID": ids[2]},
        {"edgeID": "2", "fromID": ids[2], "toID": ids[0]},
    ]
    return json.dumps({"nodes": nodes, "edges": edges, "locutions": []})


def load(place: Path, count: int) -> list[int]:
    """Load so many files; return the bytes that are held afterwards, and those held at most."""
    folder = place / str(count)
    folder.mkdir()
    for number in range(count // 2):
        (folder / f"turtle{number}.ttl").write_text(TURTLE % number)
        (folder / f"nodeset{number}.json").write_text(aif(number))
    with DiskStore.create(place / f"{count}.store") as store:
        re.purge()
        tracemalloc.start()
        report = load_into(store, folder)
        re.purge()
        gc.collect()
        found = list(tracemalloc.get_traced_memory())
        tracemalloc.stop()
        assert (len(report.loaded), len(report.accounts)) == (count, count // 2)
    return found


if __name__ == "__main__":
    # A batch is to be much the same in all of them, and what may go to the disk to go there.
    bulk.FILES, accounts.HELD = 20, 1
    home = Path(sys.argv[1])
    # Python's own table of names is to have room for all that come, and not to grow meanwhile.
    names = [sys.intern(f"name {number}") for number in range(100_000)]
    load(home, 40)
    print(json.dumps([load(home, int(count)) for count in sys.argv[2:]]))
    del names
