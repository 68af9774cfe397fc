"""What each query that ships answers on the example, worked out by reading its Turtle.

A table lists, in the order the query promises, the columns that are not labels: IRIs by their last
part, ``-`` where the query has no value. The tables were written from tests/data/example.ttl, not
from an answer.
"""

from rdflib.query import Result
from rdflib.term import Identifier

# Query: the columns of its table and the table.
TABLES = {
    # 1
    "questions-behind": (
        "surface question status paragraph sentence",
        """
        q1 q2 quoted 2 2
        q1 q3 quoted 3 1
        """,
    ),
    # 2: q3 has parts, so what answers a part answers it.
    "answers": (
        "question asked statement status certainty",
        """
        q1  q1  c01 stated categorical
        q2  q2  c03 stated hedged
        q2  q2  c07 stated plain
        q3  q3a c09 stated strong
        q3  q3b c10 stated plain
        q3a q3a c09 stated strong
        q3b q3b c10 stated plain
        q4  q4  c16 quoted plain
        q5  q5  c20 stated plain
        """,
    ),
    # 3: i5 concludes c12.
    "attacks": (
        "statement aim target kind attacker conflict",
        """
        a01 statement a01 Undermining c15 x3
        c01 statement c01 Rebuttal    c12 x2
        c12 inference i5  Undercut    c14 x1
        c18 statement c18 Conflict    c17 x4
        """,
    ),
    # 4
    "figures": (
        "figure bound value least most unit horizon duration statement",
        """
        n1 exactly          61       -         -          PERCENT -    -    c02
        n2 moreThan         3000000  -         -          CCY_EUR 2031 -    c03
        n3 exactly          2000000  -         -          CCY_EUR -    -    c04
        n4 approximately    12000000 -         -          CCY_EUR -    P6Y  c10
        n5 orderOfMagnitude -        100000000 1000000000 CCY_EUR -    P50Y c19
        """,
    ),
    # 5
    "reported": (
        "content speaker utterance status",
        """
        c04 ana       u3 superseded
        c15 bo        u6 quoted
        c16 ana       u7 quoted
        c17 ana       u7 quoted
        c21 treasurer u5 quoted
        q2  public    u1 quoted
        q3  public    u2 quoted
        q3a public    u2 quoted
        q3b public    u2 quoted
        q4  bo        u6 quoted
        """,
    ),
    # 6: of the treasurer's first remark the source does not give the content.
    "said-by": (
        "speaker utterance content explains",
        """
        ana       u3 c04 -
        ana       u7 c16 -
        ana       u7 c17 -
        bo        u6 c15 -
        bo        u6 q4  -
        public    u1 q2  -
        public    u2 q3  -
        public    u2 q3a -
        public    u2 q3b -
        treasurer u4 -   -
        treasurer u5 c21 u4
        """,
    ),
    # 7
    "for-and-against": (
        "statement role on certainty status",
        """
        c15 attacks  a01 -           quoted
        c12 attacks  c01 -           reconstructed
        c02 supports c01 plain       stated
        c07 supports c01 plain       stated
        a01 supports c07 -           reconstructed
        c03 supports c07 hedged      stated
        c08 supports c09 categorical stated
        c13 supports c12 plain       stated
        c17 attacks  c18 categorical quoted
        c14 attacks  i5  categorical stated
        c01 answers  q1  categorical stated
        c03 answers  q2  hedged      stated
        c07 answers  q2  plain       stated
        c09 answers  q3a strong      stated
        c10 answers  q3b plain       stated
        c16 answers  q4  plain       quoted
        c20 answers  q5  plain       stated
        """,
    ),
    # 8: c16 answers q4, but nobody asserts it.
    "positions": (
        "question statement speaker certainty limit limitCertainty",
        """
        q1  c01 ana categorical c19 strong
        q2  c03 ana hedged      c06 possible
        q2  c07 ana plain       -   -
        q3  c09 ana strong      -   -
        q3  c10 ana plain       c11 categorical
        q3a c09 ana strong      -   -
        q3b c10 ana plain       c11 categorical
        q5  c20 ana plain       -   -
        """,
    ),
    # 9
    "grounds": (
        "statement reason direct status certainty",
        """
        c01 c02 true stated        plain
        c01 c07 true stated        plain
        c07 a01 true reconstructed -
        c07 c03 true stated        hedged
        c09 c08 true stated        categorical
        c12 c13 true stated        plain
        """,
    ),
    # 10: a01 and c08 are reasons too, but an assumption and an observation are no means.
    "means": (
        "question answer means kind certainty confidence",
        """
        q2 c03 c03 Forecast   hedged -
        q2 c07 c03 Forecast   hedged -
        q2 c07 c07 Claim      plain  -
        q3 c09 c09 Claim      strong -
        q3 c10 c10 Commitment plain  -
        """,
    ),
    # 11
    "depends-on": (
        "dependent condition basis",
        """
        c03 c05 text
        c07 a01 assumption
        """,
    ),
    # 12
    "concessions": ("agent point position", "ana c19 c01"),
    # 13
    "consequences": (
        "premise statement direct speaker certainty",
        "c05 c03 true ana hedged",
    ),
    # 14: c17, which clarifies c16, rules out c18.
    "readings": (
        "statement relation reading status",
        """
        c01 qualifies  c19 stated
        c03 qualifies  c06 stated
        c04 supersedes c03 stated
        c10 qualifies  c11 stated
        c16 attacks    c18 reconstructed
        c16 clarifies  c17 quoted
        u4  clarifies  u5  quoted
        """,
    ),
    # 15
    "clarifications": (
        "earlier relation later",
        """
        c04 supersedes c03
        c16 clarifies  c17
        u4  clarifies  u5
        """,
    ),
    # 16
    "forecasts": (
        "forecast horizon datable certainty status",
        """
        c03 2031 true  hedged stated
        c04 -    false -      superseded
        """,
    ),
    # 17
    "certainty": (
        "certainty statement speaker",
        """
        categorical c01 ana
        categorical c08 ana
        categorical c11 ana
        categorical c14 ana
        categorical c17 -
        strong      c09 ana
        strong      c19 ana
        plain       c02 ana
        plain       c07 ana
        plain       c10 ana
        plain       c13 ana
        plain       c16 -
        plain       c20 ana
        hedged      c03 ana
        possible    c06 ana
        """,
    ),
    # 18: the reasons for c01 are the analyst's, those for c07 and c09 are in the text.
    "unsupported": (
        "statement question certainty",
        """
        c01 q1  categorical
        c03 q2  hedged
        c10 q3b plain
        c20 q5  plain
        """,
    ),
    # 19
    "evidence": (
        "evidence specific statement certainty status",
        """
        c02 true  c01 plain       stated
        c08 false c09 categorical stated
        c13 false c12 plain       stated
        """,
    ),
    # 20
    "assumptions": ("statement assumption direct confidence", "c07 a01 true 0.9"),
    # 21
    "tensions": ("one other", "c20 c01"),
    # 22: the Chinese has no word of c19; one sentence renders two, and two render one.
    "languages": (
        "difference language statement passage",
        """
        merged  zh c08 p32zh
        merged  zh c09 p32zh
        merged  zh c10 p32zh
        merged  zh c11 p32zh
        merged  zh i4  p32zh
        missing zh c19 -
        noted   zh c16 p43zh
        noted   zh c17 p43zh
        noted   zh u7  p43zh
        noted   zh x4  p43zh
        split   en c05 p24en
        split   en c06 p24en
        """,
    ),
    # 24
    "sources": (
        "source speaker publisher file issued annotator annotated",
        "source ana gazette example.txt 2026-06-02 annotator 2026-11-23",
    ),
    # 25
    "repeated": ("statement places", "c01 2"),
    # Without a number
    "schemes": (
        "scheme steps",
        """
        PracticalReasoning       2
        ArgumentFromConsequences 1
        ArgumentFromDistinction  1
        ArgumentFromExample      1
        ArgumentFromSign         1
        """,
    ),
    "statements": (
        "statement kind status speaker certainty",
        """
        a01 Assumption  reconstructed -   -
        c01 Claim       stated        ana categorical
        c02 Claim       stated        ana plain
        c02 Evidence    stated        ana plain
        c03 Forecast    stated        ana hedged
        c04 Forecast    superseded    -   -
        c05 Proposition stated        -   -
        c06 Claim       stated        ana possible
        c07 Claim       stated        ana plain
        c08 Evidence    stated        ana categorical
        c09 Claim       stated        ana strong
        c10 Commitment  stated        ana plain
        c11 Claim       stated        ana categorical
        c12 Proposition reconstructed -   -
        c13 Evidence    stated        ana plain
        c14 Claim       stated        ana categorical
        c15 Claim       quoted        -   -
        c16 Claim       quoted        -   plain
        c17 Claim       quoted        -   categorical
        c18 Proposition reconstructed -   -
        c19 Claim       stated        ana strong
        c20 Claim       stated        ana plain
        c21 Claim       quoted        -   -
        """,
    ),
    "steps": (
        "conclusion inference scheme premise status",
        """
        c01 i2 PracticalReasoning       c07 reconstructed
        c01 i3 ArgumentFromConsequences c02 reconstructed
        c07 i1 PracticalReasoning       a01 stated
        c07 i1 PracticalReasoning       c03 stated
        c09 i4 ArgumentFromExample      c08 stated
        c12 i5 ArgumentFromSign         c13 reconstructed
        """,
    ),
    # No attacker is itself attacked, only the step that leads to c12.
    "unanswered-attacks": (
        "target attacker",
        """
        a01 c15
        c01 c12
        c18 c17
        i5  c14
        """,
    ),
    "unanswered-questions": ("question status", ""),
}


def rows(answer: Result) -> list[dict[str, Identifier]]:
    return [{str(name): term for name, term in row.items()} for row in answer.bindings]
