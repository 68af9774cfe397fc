"""What arrives at nodes, and the values that follow from it, as columns; twin of ``gradual.field``.

Each node has a column ``attack`` and one ``support`` for what has arrived: of an argument what its
attacks and supports amount to, of a link what attacks it and what its sources leave of it.
"""

from dataclasses import dataclass
from typing import Any

from whyso.graph.cluster.case import HELP, HIT, NEED
from whyso.graph.cluster.session import Frame

__all__ = ["Field"]


@dataclass(frozen=True)
class Field:
    """Nodes under a semantics: quadratic energy or DF-QuAD.

    Attributes:
        rule: the name of the semantics.
    """

    rule: str

    @property
    def empty(self) -> float:
        """What an argument has gathered when nothing has arrived."""
        return 1.0 if self.rule == "df-quad" else 0.0

    def told(self, sent: Frame) -> Frame:
        """Return what nodes hear: ``id``, ``arrived``, and for attacks and supports sum, product.

        Args:
            sent: edges, each with the ``value`` of where it begins.
        """
        from pyspark.sql import functions as f

        along = f.col("value") * f.col("weight")
        hit, help, need = (f.col("how") == one for one in (HIT, HELP, NEED))
        return sent.groupBy(f.col("dst").alias("id")).agg(
            f.count("*").alias("arrived"),
            f.coalesce(f.sum(f.when(hit, along)), f.lit(0.0)).alias("hit_sum"),
            f.coalesce(f.sum(f.when(help, along)), f.lit(0.0)).alias("help_sum"),
            f.coalesce(f.product(f.when(hit, 1 - along)), f.lit(1.0)).alias("hit_left"),
            f.coalesce(f.product(f.when(help, 1 - along)), f.lit(1.0)).alias("help_left"),
            f.coalesce(f.product(f.when(need, along)), f.lit(1.0)).alias("need"),
        )

    def gathered(self) -> tuple[Any, Any]:
        """Return what attacks and supports amount to with what was heard."""
        from pyspark.sql import functions as f

        link, none = f.col("is_link"), f.col("arrived").isNull()
        attack, support = f.col("attack"), f.col("support")
        if self.rule == "df-quad":
            both = attack * f.col("hit_left"), support * f.col("help_left")
        else:
            both = attack + f.col("hit_sum"), support + f.col("help_sum")
        return (
            f.when(none, attack).when(link, attack * f.col("hit_left")).otherwise(both[0]),
            f.when(none, support).when(link, support * f.col("need")).otherwise(both[1]),
        )

    def value(self, attack: Any = None, support: Any = None) -> Any:
        """Return the value of a node from what its attacks and supports amount to."""
        from pyspark.sql import functions as f

        attack = f.col("attack") if attack is None else attack
        support = f.col("support") if support is None else support
        base = f.col("base")
        if self.rule == "df-quad":
            energy = attack - support
            above, below = f.greatest(energy, f.lit(0.0)), f.greatest(-energy, f.lit(0.0))
        else:
            energy = support - attack
            above, below = (
                one * one / (1 + one * one)
                for one in (f.greatest(energy, f.lit(0.0)), f.greatest(-energy, f.lit(0.0)))
            )
        claim = base + (1 - base) * above - base * below
        return f.when(f.col("is_link"), base * attack * support).otherwise(claim)
