"""Analyses of arguments that no machine holds, as iterations over frames of Apache Spark.

Results are those of the rooms :mod:`whyso.graph.semantics` and :mod:`whyso.graph.dependencies`.
On one machine these are 100 to 300 times faster; see ``docs/cluster.md`` for when this room pays.
"""
