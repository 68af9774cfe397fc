"""Loads a folder into a store in the way in which a test wants to end it: ``disk_loads.py``."""

import sys

from whyso.graph.loading import load_into
from whyso.graph.store import bulk
from whyso.graph.store.disk import DiskStore, is_store

if __name__ == "__main__":
    place, folder, large = sys.argv[1:]
    # Small limits, so that there is much to be ended in the middle of.
    bulk.LARGE, bulk.FILES = int(large), 5
    opened = DiskStore.open(place, writing=True) if is_store(place) else DiskStore.create(place)
    with opened as store:
        print("begun", flush=True)
        load_into(store, folder)
