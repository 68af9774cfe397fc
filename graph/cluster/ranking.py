"""Which statements carry the most, on frames; the twin of ``dependencies.rank`` and of centrality.

What falls with a statement needs a run of its own for each, so it is worked out, exactly and for
all of them at once, for those only that are met most often in asking why.
"""

from typing import Any, Final

from whyso.graph.cluster.case import HELP, NEED, REST, Case
from whyso.graph.cluster.coverage import voices
from whyso.graph.cluster.grounded import IN, Run
from whyso.graph.cluster.messages import Edges, laid_out
from whyso.graph.cluster.reach import distances
from whyso.graph.cluster.reading import Facts
from whyso.graph.cluster.session import Frame, kept
from whyso.graph.dependencies.questions import QUESTIONS
from whyso.graph.network.kinds import STEPS

__all__ = ["TOP", "centrality", "rank"]

TOP: Final = 100
_DAMPING: Final = 0.85
_CLOSE: Final = 1e-9


def centrality(
    case: Case, starts: Frame | None = None, *, close: float = _CLOSE, damping: float = _DAMPING
) -> Frame:
    """Return how often each claim is met by one who keeps asking why: ``id``, ``centrality``.

    The same as :func:`whyso.graph.semantics.bearing.centrality`; the values sum to 1. A round moves
    them by 0.85 times what the round before did, so 1e-9 takes about 130.

    Args:
        case: claims and links.
        starts: the claims, as ``id``, where one may start; by default all.
        close: by how much, at most, the values of a last round change in sum.
        damping: the chance to go on.
    """
    from pyspark.sql import functions as f

    claims = case.claims.select("id")
    if starts is None or starts.isEmpty():
        starts = claims
    share = 1 / starts.count()
    helping = case.edges.where(f.col("how").isin(HELP, REST))
    reasons = helping.groupBy(f.col("dst").alias("above")).agg(f.count("*").alias("reasons"))
    links = case.nodes.where("is_link").select(f.col("id").alias("src"))
    need = case.edges.where(f.col("how") == NEED).select(
        f.col("src").alias("below"), f.col("dst").alias("link")
    )
    many = need.groupBy("link").agg(f.count("*").alias("many"))
    through = helping.join(links, "src", "left_semi").select(
        f.col("src").alias("link"), f.col("dst").alias("above")
    )
    plain = helping.join(links, "src", "left_anti").select(
        "dst", f.col("src").alias("below"), f.lit(1).alias("many")
    )
    walk = (
        through.join(need, "link").join(many, "link").select("above", "below", "many").union(plain)
    )
    walk = (
        walk.join(reasons, "above")
        .groupBy("above", "below")
        .agg(f.sum(1 / (f.col("many") * f.col("reasons"))).alias("share"))
    )
    walk = laid_out(walk, "above")
    state = claims.join(starts.withColumn("first", f.lit(share)), "id", "left").join(
        reasons.select(f.col("above").alias("id"), f.lit(False).alias("ended")), "id", "left"
    )
    first = f.coalesce("first", f.lit(0.0))
    state = laid_out(
        state.select(
            "id",
            first.alias("first"),
            f.coalesce("ended", f.lit(True)).alias("ended"),
            first.alias("centrality"),
        ),
        "id",
    )
    while True:
        over = float(state.where("ended").agg(f.sum("centrality")).first()[0] or 0.0)
        moved = walk.join(state.select(f.col("id").alias("above"), "centrality"), "above")
        moved = moved.groupBy(f.col("below").alias("id")).agg(
            f.sum(f.col("share") * f.col("centrality")).alias("came")
        )
        then = damping * (f.coalesce("came", f.lit(0.0)) + f.lit(over) * f.col("first"))
        then = then + (1 - damping) * f.col("first")
        whole = state.withColumnRenamed("centrality", "before").join(moved, "id", "left")
        state = kept(whole.select("id", "first", "ended", "before", then.alias("centrality")))
        change = float(
            state.agg(f.sum(f.abs(f.col("centrality") - f.col("before")))).first()[0] or 0.0
        )
        state = state.drop("before")
        if change < close:
            return state.select("id", "centrality")


def rank(facts: Facts, *, top: int = TOP, close: float = _CLOSE) -> Frame:
    """Return the statements that carry the most.

    Those are ranked that are met most often by one who starts from any answer and keeps asking why.

    Args:
        facts: the argument.
        top: how many.
        close: see :func:`centrality`.

    Returns:
        ``statement``, ``centrality`` (in percent), and as in
        :class:`whyso.graph.dependencies.Rank` ``alone``, ``questions``, ``rests``, ``reasons``,
        ``attacks``, ``depth``, ``stands``; the greatest ``alone`` first.
    """
    from pyspark.sql import functions as f

    case = Case.of(facts)
    answers = facts.ties.where("role = 'answers'").select(f.xxhash64("start").alias("id"))
    starts = kept(answers.distinct().join(case.claims, "id", "left_semi"))
    central = centrality(case, starts, close=close)
    chosen = central.orderBy(f.desc("centrality"), "id").limit(top)
    chosen = kept(chosen.join(case.claims.select("id", "claim"), "id"))
    support = _Support(facts)
    found = support.fallen(chosen.select("id"))
    conflicts = facts.nodes.where(f.col("kind").isin(*(STEPS - {"inference"}))).select(
        f.col("node").alias("start")
    )
    attacks = facts.ties.where("role = 'target'").select("start", f.col("end").alias("claim"))
    attacks = attacks.join(conflicts, "start", "left_semi").groupBy("claim").count()
    whole = (
        chosen.join(found, "id", "left")
        .join(support.depths(), "id", "left")
        .join(attacks.withColumnRenamed("count", "attacks"), "claim", "left")
        .join(support.stands.withColumn("stands", f.lit(True)), "id", "left")
        .join(support.reasons, "id", "left")
        .fillna(0, ["alone", "questions", "rests", "reasons", "attacks"])
        .fillna(False, ["stands"])
    )
    return whole.select(
        f.col("claim").alias("statement"),
        (100 * f.col("centrality")).alias("centrality"),
        *("alone", "questions", "rests", "reasons", "attacks", "depth", "stands"),
    ).orderBy(f.desc("alone"), f.desc("questions"), f.desc("rests"), "statement")


class _Support:
    """The twin of :class:`whyso.graph.dependencies.support.Support`.

    Attributes:
        statements: ``id``.
        premises: ``step``, ``below``.
        conclusions: ``step``, ``above``.
        needs: ``above``, ``below``.
        reasons: ``id``, ``reasons``: how many inferences lead to it.
        stands: ``id`` of what has a complete line of inferences.
    """

    def __init__(self, facts: Facts) -> None:
        from pyspark.sql import functions as f

        self.facts = facts
        ties = facts.ties.where("end is not null")
        kinds = facts.nodes.select(f.xxhash64("node").alias("id"), "kind")
        others = kinds.where(f.col("kind").isin(*STEPS, "utterance"))
        steps = kinds.where("kind = 'inference'").select(f.col("id").alias("step"))
        roles = ("premise", "conclusion", "dependsOn", "answers")
        wanted = ties.where(f.col("role").isin(*roles))
        numbered = kept(
            wanted.select("role", f.xxhash64("start").alias("a"), f.xxhash64("end").alias("b"))
        )

        def of(role: str, first: str, last: str) -> Frame:
            some = numbered.where(f.col("role") == role)
            found: Any = some.select(f.col("a").alias(first), f.col("b").alias(last)).distinct()
            for end in {first, last} - {"step"}:
                found = found.join(others.select(f.col("id").alias(end)), end, "left_anti")
            return found.join(steps, "step", "left_semi") if first == "step" else found

        premises, conclusions = of("premise", "step", "below"), of("conclusion", "step", "above")
        self.premises = kept(premises.join(conclusions, "step", "left_semi"))
        self.conclusions = kept(conclusions.join(premises, "step", "left_semi"))
        self.needs = kept(of("dependsOn", "above", "below"))
        self.answers = of("answers", "id", "question")
        ends = self.premises.select("below").union(self.conclusions.select("above"))
        ends = ends.union(self.needs.select("above")).union(self.needs.select("below"))
        typed = kinds.join(others.select("id"), "id", "left_anti").where("kind is not null")
        self.statements = kept(typed.select("id").union(ends.toDF("id")).distinct())
        self.reasons = kept(
            self.conclusions.groupBy(f.col("above").alias("id")).agg(f.count("*").alias("reasons"))
        )
        statements = self.statements.join(self.reasons, "id", "left_anti").withColumn(
            "given", f.lit(True)
        )
        led = self.reasons.select("id", f.lit(False).alias("given"))
        edges = _edges(
            self.premises.select("below", "step"),
            self.conclusions.select("step", "above"),
            self.needs.select("below", "above"),
        )
        nodes = (
            statements.union(led)
            .withColumn("is_link", f.lit(False))
            .union(self.premises.select("step", f.lit(True), f.lit(True)).distinct())
        )
        self.stands = kept(_standing(nodes, edges).join(self.statements, "id", "left_semi"))

    def depths(self) -> Frame:
        """Return the fewest inferences up to what supports nothing further: ``id``, ``depth``."""
        from pyspark.sql import functions as f

        used = self.premises.select(f.col("below").alias("id"))
        tops = self.statements.join(used, "id", "left_anti").withColumnRenamed("id", "node")
        down = self.conclusions.join(self.premises, "step").select(
            f.col("above").alias("start"), f.col("below").alias("end")
        )
        return distances(tops, down).toDF("id", "depth")

    def fallen(self, chosen: Frame) -> Frame:
        """Return what falls with some statements: ``id``, ``alone``, ``rests``, ``questions``."""
        from pyspark.sql import functions as f

        region = self._above(chosen)
        rests = region.groupBy("who").agg((f.count("*") - 1).alias("rests"))
        stands = self.stands.select(f.col("id").alias("what"))
        inside = kept(region.join(stands, "what", "left_semi"))
        wholes = inside.where("who = what").select("who")
        inside = kept(inside.join(wholes, "who", "left_semi"))  # what does not stand bears nothing
        dead = self.premises.join(stands.withColumnRenamed("what", "below"), "below", "left_anti")
        live = self.conclusions.join(dead.select("step"), "step", "left_anti")

        def key(*columns: str) -> Any:
            return f.xxhash64(*columns)

        at = {end: inside.select("who", f.col("what").alias(end)) for end in ("above", "below")}
        led = kept(live.join(at["above"].where("who <> above"), "above"))
        lifted = led.select("step", "who").distinct()
        mark = f.lit("step")
        premises = self.premises.join(lifted, "step").join(at["below"], ["who", "below"])
        needs = self.needs.join(at["above"].where("who <> above"), "above").join(
            at["below"], ["who", "below"]
        )
        edges = _edges(
            premises.select(key("who", "below"), f.xxhash64("who", "step", mark)),
            led.select(f.xxhash64("who", "step", mark), key("who", "above")),
            needs.select(key("who", "below"), key("who", "above")),
        )
        given = f.col("reasons").isNull() & (f.col("who") != f.col("what"))
        nodes = (
            inside.join(self.reasons.withColumnRenamed("id", "what"), "what", "left")
            .select(
                key("who", "what").alias("id"), given.alias("given"), f.lit(False).alias("is_link")
            )
            .union(lifted.select(f.xxhash64("who", "step", mark), f.lit(True), f.lit(True)))
        )
        left = _standing(nodes, edges).withColumn("left", f.lit(True))
        marked = inside.withColumn("id", key("who", "what")).join(left, "id", "left")
        fell = kept(marked.where("left is null").select("who", "what"))
        alone = fell.groupBy("who").agg((f.count("*") - 1).alias("alone"))
        found = rests.join(alone, "who", "left").join(self._lost(fell), "who", "left")
        return found.withColumnRenamed("who", "id")

    def _above(self, chosen: Frame) -> Frame:
        """Return what rests on each of some statements, themselves included: ``who``, ``what``."""
        from pyspark.sql import functions as f

        ways = self.premises.join(self.conclusions, "step").select("below", "above")
        ways = kept(ways.union(self.needs.select("below", "above")).distinct())
        found = kept(chosen.select(f.col("id").alias("who"), f.col("id").alias("what")))
        front = found
        while not front.isEmpty():
            ends = ways.join(front.withColumnRenamed("what", "below"), "below").select(
                "who", f.col("above").alias("what")
            )
            front = kept(ends.distinct().join(found, ["who", "what"], "left_anti"))
            found = kept(found.union(front))
        return found

    def _lost(self, fell: Frame) -> Frame:
        """Return how many questions lose their last stated answer: ``who``, ``questions``."""
        from pyspark.sql import functions as f

        names = self.facts.ties.where("role = 'answers' and end is not null")
        asked = self.facts.nodes.where(f.col("kind").isin(*QUESTIONS)).select(
            f.col("node").alias("end")
        )
        names = names.join(asked, "end", "left_semi")
        spoken = voices(self.facts, names.select(f.col("start").alias("node")).distinct())
        stated = spoken.where("voice = 'stated'").select(f.col("node").alias("start"))
        answers = names.join(stated, "start", "left_semi").select(
            f.xxhash64("start").alias("what"), f.col("end").alias("question")
        )
        standing = self.stands.select(f.col("id").alias("what"))
        answers = kept(answers.distinct().join(standing, "what", "left_semi"))
        totals = answers.groupBy("question").agg(f.count("*").alias("all"))
        gone = fell.join(answers, "what").groupBy("who", "question").agg(f.count("*").alias("gone"))
        lost = gone.join(totals, "question").where(f.col("gone") == f.col("all"))
        return lost.groupBy("who").agg(f.count("*").alias("questions"))


def _edges(premises: Frame, conclusions: Frame, needs: Frame) -> Edges:
    from pyspark.sql import functions as f

    parts = [
        pairs.toDF("src", "dst").select(
            "src", "dst", f.lit(how).cast("byte").alias("how"), f.lit(1.0).alias("weight")
        )
        for pairs, how in ((premises, NEED), (conclusions, HELP), (needs, REST))
    ]
    return Edges(parts[0].union(parts[1]).union(parts[2]))


def _standing(nodes: Frame, edges: Edges) -> Frame:
    """Return the nodes that have a complete line of inferences: ``id``.

    Args:
        nodes: ``id``, ``given`` (needs no inference), ``is_link``.
        edges: premises, conclusions, dependencies.
    """
    from pyspark.sql import functions as f

    into = edges.frame.groupBy(f.col("dst").alias("id")).agg(
        f.count(f.when(f.col("how") != HELP, 1)).alias("waiting"),
        f.count(f.when(f.col("how") == HELP, 1)).alias("helps"),
    )
    state = nodes.join(into, "id", "left").fillna(0, ["waiting", "helps"])
    state = state.select("id", "is_link", "waiting", "helps", "given", f.lit(False).alias("open"))
    run = Run(edges, 0)
    found = run.labels(run.settled(run.start(state)))
    return found.where(f.col("label") == IN).select("id")
