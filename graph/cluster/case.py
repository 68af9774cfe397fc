"""A case on frames: claims and links, what is granted, base scores; the twin of ``semantics.Case``.

Nodes are numbered by a hash of their name (64 bits); that no two have the same number is checked,
so that no sort over all machines is needed.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from whyso.graph.cluster.reading import OTHERS, Facts
from whyso.graph.cluster.session import Frame, kept
from whyso.graph.cluster.standpoints import granted
from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.network.kinds import STEPS
from whyso.graph.semantics.case import DEFAULT_BASE, Options

__all__ = ["HELP", "HIT", "NEED", "REST", "Case"]

# What an edge does to its end: it is a source of the link, attacks, supports, or is needed.
NEED, HIT, HELP, REST = 0, 1, 2, 3
_HITS: Final = ("rebuttal", "undermining", "conflict")


@dataclass(frozen=True)
class Case:
    """Claims, nodes and edges.

    A link with one source that nothing attacks is an edge from that source; every other link is a
    node of its own.

    Attributes:
        claims: ``id``, ``claim`` (IRI), ``kind``, ``outright``, ``held``, ``base``.
        nodes: ``id``, ``is_link``, ``given`` (granted, or a link), ``supported``, ``base`` (of a
            link its weight).
        edges: ``src``, ``dst``, ``how`` (:data:`NEED` ...), ``weight``.
        options: how it is decided.
        standpoint: for whom.
    """

    claims: Frame
    nodes: Frame
    edges: Frame
    options: Options
    standpoint: str

    @classmethod
    def of(
        cls,
        facts: Facts,
        standpoint: str = "speaker",
        options: Options | None = None,
        *,
        grants: Frame | None = None,
    ) -> "Case":
        """Return the case of an argument.

        Args:
            facts: the argument.
            standpoint: a name, as for :class:`whyso.graph.semantics.Case`.
            options: how it is to be decided: semantics ``grounded``, strength ``quadratic-energy``
                or ``df-quad``; the others all.
            grants: what is granted instead: ``node`` (IRI), ``outright``, ``held``.

        Raises:
            UnknownNameError: the standpoint, or a choice, is none that this engine has.
            InputError: two names have the same number.
        """
        options = options or Options()
        if options.semantics != "grounded":
            raise UnknownNameError(
                "semantics for the engine spark", options.semantics, ["grounded"]
            )
        if grants is None:
            grants = granted(facts, standpoint)
        links = _Links.of(facts)
        claims = _claims(links, grants, options.base)
        if options.rebuttals == "mutual":
            links = links.two_way()
        if options.preference == "confidence":
            links = links.turned(claims)
        nodes, edges = _wired(links, claims)
        return cls(claims, nodes, edges, options, standpoint)


@dataclass(frozen=True)
class _Links:
    """Claims and links by number: the twin of ``semantics.Links``.

    Attributes:
        claims: ``id``, ``claim``, ``kind``, ``confidence``, ``certainty``.
        steps: ``link``, ``kind``, ``sign`` (:data:`HELP` or :data:`HIT`), ``weight``.
        sources: ``link``, ``source``.
        targets: ``link``, ``target``, ``on_link``.
        needs: ``needing``, ``needed``.
    """

    claims: Frame
    steps: Frame
    sources: Frame
    targets: Frame
    needs: Frame

    @classmethod
    def of(cls, facts: Facts) -> "_Links":
        from pyspark.sql import functions as f

        used = ("premise", "attacker", "conclusion", "target", "dependsOn")
        ties = facts.ties.where(f.col("role").isin(*used))
        names = kept(_names(facts, ties))
        twice = names.groupBy("id").agg(f.count("*").alias("n"), f.min("node").alias("node"))
        if clash := twice.where("n > 1").take(1):
            raise InputError(f"{clash[0].node}: another node has the same number; rename it")
        what = names.select("id", "what", "kind")
        numbered = kept(
            ties.select(
                "role", f.xxhash64("start").alias("a"), _number(f, "end").alias("b")
            ).distinct()
        )
        whats = {
            end: what.select(
                f.col("id").alias(end),
                f.col("what").alias(f"what_{end}"),
                f.col("kind").alias(f"kind_{end}"),
            )
            for end in ("a", "b")
        }
        known = kept(numbered.join(whats["a"], "a", "left").join(whats["b"], "b", "left"))
        inferring = f.col("kind_a") == "inference"
        step = f.col("what_a") == "step"

        def of_role(inference: str, conflict: str) -> Frame:
            return known.where(
                step
                & (
                    (inferring & (f.col("role") == inference))
                    | (~inferring & (f.col("role") == conflict))
                )
            )

        starts, ends = of_role("premise", "attacker"), of_role("conclusion", "target")
        is_claim = f.coalesce(f.col("what_b") == "claim", f.lit(False))
        whole = (
            starts.groupBy(f.col("a").alias("link")).agg(f.min(is_claim).alias("whole"))
        ).where("whole")
        sources = starts.where(is_claim).select(
            f.col("a").alias("link"), f.col("b").alias("source")
        )
        on_link = f.col("what_b") == "step"
        onto = ends.where(is_claim | (on_link & ~inferring)).select(
            f.col("a").alias("link"), f.col("b").alias("target"), on_link.alias("on_link")
        )
        both = (f.col("what_a") == "claim") & is_claim & (f.col("role") == "dependsOn")
        sign = f.when(f.col("kind") == "inference", HELP).otherwise(HIT)
        steps = names.where("what = 'step'").select(
            f.col("id").alias("link"),
            "kind",
            sign.alias("sign"),
            f.coalesce("confidence", f.lit(1.0)).alias("weight"),
        )
        needs = known.where(both).select(f.col("a").alias("needing"), f.col("b").alias("needed"))
        used = (
            starts.where(is_claim)
            .select(f.col("b").alias("id"))
            .union(ends.where(is_claim).select("b"))
            .union(needs.select("needing"))
            .union(needs.select("needed"))
        )
        typed = names.where("what = 'claim'")
        bare = typed.where("kind is null").join(used, "id", "left_semi")
        return cls(
            typed.where("kind is not null")
            .union(bare)
            .select("id", f.col("node").alias("claim"), "kind", "confidence", "certainty"),
            steps,
            kept(sources.join(whole.select("link"), "link", "left_semi")),
            kept(onto.join(whole.select("link"), "link", "left_semi")),
            needs,
        )

    def pairs(self, kinds: tuple[str, ...]) -> Frame:
        """Return link, attacker, target of the conflicts of one claim with one other."""
        from pyspark.sql import functions as f

        one = self.sources.groupBy("link").agg(
            f.count("*").alias("sources"), f.first("source").alias("attacker")
        )
        other = self.targets.groupBy("link").agg(
            f.count("*").alias("targets"),
            f.first("target").alias("target"),
            f.max("on_link").alias("on_link"),
        )
        steps = self.steps.where(f.col("kind").isin(*kinds)).select("link")
        found = steps.join(one, "link").join(other, "link")
        return found.where("sources = 1 and targets = 1 and not on_link").select(
            "link", "attacker", "target"
        )

    def two_way(self) -> "_Links":
        """Return the links in which each rebuttal is answered back, where it is not anyway."""
        from pyspark.sql import functions as f

        known = self.pairs(_HITS).select(
            f.col("attacker").alias("target"), f.col("target").alias("attacker")
        )
        asked = self.pairs(("rebuttal",))
        new = kept(asked.join(known.distinct(), ["attacker", "target"], "left_anti"))
        back = new.withColumn("back", f.xxhash64("link", f.lit("back")))
        cuts = self.targets.where("on_link").join(
            back.select(f.col("link").alias("target"), "back"), "target"
        )
        return replace(
            self,
            steps=self.steps.union(
                self.steps.join(back, "link").select(
                    f.col("back").alias("link"), "kind", "sign", "weight"
                )
            ),
            sources=self.sources.union(back.select("back", "target")),
            targets=self.targets.union(back.select("back", "attacker", f.lit(False))).union(
                cuts.select("link", "back", f.lit(True))
            ),
        )

    def turned(self, claims: Frame) -> "_Links":
        """Return the links in which no weaker claim attacks a stronger one."""
        from pyspark.sql import functions as f

        sure = claims.select(f.col("id"), "confidence")
        found = self.pairs(_HITS)
        for end in ("attacker", "target"):
            named = sure.select(f.col("id").alias(end), f.col("confidence").alias(f"{end}_sure"))
            found = found.join(named, end)
        back = found.select(
            f.col("attacker").alias("target"),
            f.col("target").alias("attacker"),
            f.lit(True).alias("answered"),
        ).distinct()
        weak = kept(
            found.where("attacker_sure < target_sure").join(back, ["attacker", "target"], "left")
        )
        turned = weak.where("answered is null")
        rest = self.targets.join(weak.select("link"), "link", "left_anti")
        return replace(
            self,
            sources=self.sources.join(turned.select("link"), "link", "left_anti").union(
                turned.select("link", "target")
            ),
            targets=rest.union(turned.select("link", "attacker", f.lit(False))),
        )


def _number(f: Any, column: str) -> Any:
    """Return the number of a node; nothing where there is none (a hash of nothing is a number)."""
    return f.when(f.col(column).isNotNull(), f.xxhash64(column))


def _names(facts: Facts, ties: Frame) -> Frame:
    """Return each node once: ``id``, ``node``, ``what`` (claim, step, other), ``kind`` ..."""
    from pyspark.sql import functions as f

    every = ties.select(f.col("end").alias("node")).union(
        ties.where("role = 'dependsOn'").select("start")
    )
    every = every.where("node is not null").distinct()
    told = facts.nodes.where("kind is not null").select("node", "kind")
    sure = facts.nodes.select("node", "confidence", "certainty")
    found = told.join(every, "node", "full").join(sure, "node", "left")
    what = (
        f.when(f.col("kind").isin(*STEPS), "step")
        .when(f.col("kind").isin(*OTHERS), "other")
        .otherwise("claim")
    )
    return found.select(
        f.xxhash64("node").alias("id"),
        "node",
        what.alias("what"),
        "kind",
        "confidence",
        "certainty",
    )


def _claims(links: _Links, grants: Frame, base: str) -> Frame:
    """Return the claims with what is granted of them and their base scores."""
    from pyspark.sql import functions as f

    given = grants.select(f.col("node").alias("claim"), "outright", "held")
    helping = links.targets.where("not on_link").join(
        links.steps.where(f.col("sign") == HELP).select("link"), "link", "left_semi"
    )
    supported = helping.select(f.col("target").alias("id")).distinct()
    found = (
        links.claims.join(given, "claim", "left")
        .join(supported.withColumn("supported", f.lit(True)), "id", "left")
        .fillna(False, ["outright", "held", "supported"])
    )
    outright = f.col("outright") | (f.col("held") & ~f.col("supported"))
    score = {"confidence": f.col("confidence"), "certainty": f.col("certainty")}.get(
        base, f.lit(None).cast("double")
    )
    put = f.col("outright") | f.col("held")
    return kept(
        found.select(
            "id",
            "claim",
            "kind",
            "confidence",
            "supported",
            outright.alias("outright"),
            (f.col("held") & ~outright).alias("held"),
            f.when(put, f.coalesce(score, f.lit(DEFAULT_BASE))).otherwise(0.0).alias("base"),
        )
    )


def _wired(links: _Links, claims: Frame) -> tuple[Frame, Frame]:
    """Return nodes and edges."""
    from pyspark.sql import functions as f

    counts = links.sources.groupBy("link").agg(
        f.count("*").alias("sources"), f.first("source").alias("source")
    )
    attacked = links.targets.where("on_link").select(f.col("target").alias("link")).distinct()
    steps = kept(
        links.steps.join(counts, "link")
        .join(attacked.withColumn("attacked", f.lit(True)), "link", "left")
        .withColumn("own", (f.col("sources") != 1) | f.col("attacked").isNotNull())
    )
    own = steps.where("own")
    # An attack on a link that does not count, or ends nowhere, goes nowhere.
    ends = links.targets.join(steps.select("link", "sign", "weight", "own", "source"), "link")
    there = own.select(f.col("link").alias("target"), f.lit(True).alias("there"))
    ends = ends.join(there, "target", "left").where("not on_link or there")
    from_it = ends.select(
        f.when(f.col("own"), f.col("link")).otherwise(f.col("source")).alias("src"),
        f.col("target").alias("dst"),
        f.col("sign").cast("byte").alias("how"),
        f.when(f.col("own"), 1.0).otherwise(f.col("weight")).alias("weight"),
    )
    into = links.sources.join(own.select("link"), "link", "left_semi").select(
        f.col("source").alias("src"),
        f.col("link").alias("dst"),
        f.lit(NEED).cast("byte").alias("how"),
        f.lit(1.0).alias("weight"),
    )
    rests = links.needs.select(
        f.col("needed").alias("src"),
        f.col("needing").alias("dst"),
        f.lit(REST).cast("byte").alias("how"),
        f.lit(1.0).alias("weight"),
    )
    nodes = claims.select(
        "id",
        f.lit(False).alias("is_link"),
        f.col("outright").alias("given"),
        "supported",
        "base",
    ).union(own.select("link", f.lit(True), f.lit(True), f.lit(False), "weight"))
    return nodes, from_it.union(into).union(rests)
