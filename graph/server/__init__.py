"""The local web service: pages, a SPARQL endpoint and JSON over files that may change.

Three kinds of process take part, so that no query can stop the service. The *server*
(:mod:`whyso.graph.server.app`) only speaks HTTP. A *keeper* (:mod:`whyso.graph.server.keeper`)
reads the files once. *Workers* (:mod:`whyso.graph.server.worker`) are forked from the keeper, share
its memory, answer one request at a time, and are killed at the limit.
"""

__all__: list[str] = []
