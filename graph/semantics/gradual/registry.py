"""The gradual semantics by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.semantics.gradual.modular import AGGREGATIONS, INFLUENCES, Aggregation, Influence

__all__ = ["GRADUAL", "Gradual", "gradual"]


@dataclass(frozen=True)
class Gradual:
    """A gradual semantics.

    Attributes:
        name: what it is called on the command line.
        aliases: other names for it.
        title: its name in words, by language (``en``, ``zh``).
        meaning: one sentence on what it does, by language.
        aggregation: how the values of links are gathered.
        influence: how they move the base score.
        source: where it was published.
    """

    name: str
    aliases: tuple[str, ...]
    title: Mapping[str, str]
    meaning: Mapping[str, str]
    aggregation: Aggregation
    influence: Influence
    source: str

    @property
    def attacks_only(self) -> bool:
        """Whether it is defined for attacks only."""
        return self.influence.attacks_only


def gradual(name: str) -> Gradual:
    """Return the semantics of a name or alias, or one put together as ``aggregation+influence``.

    Raises:
        UnknownNameError: there is none of that name; the nearest are told.
        InputError: the two parts do not go together.

    >>> gradual("qe").name, gradual("top+quadratic").aggregation.name
    ('quadratic-energy', 'top')
    """
    found = _BY_NAME.get(name.lower())
    if found is not None:
        return found
    first, plus, second = name.lower().partition("+")
    if plus and first in AGGREGATIONS and second in INFLUENCES:
        return _combined(name.lower(), AGGREGATIONS[first], INFLUENCES[second])
    raise UnknownNameError("gradual semantics", name, _BY_NAME)


def _combined(name: str, aggregation: Aggregation, influence: Influence) -> Gradual:
    if influence.name == "linear" and aggregation.name == "sum":
        raise InputError(f"{name}: a sum can leave the range from 0 to 1; use product+linear")
    if aggregation.counts and not influence.attacks_only:
        raise InputError(f"{name}: the mean is defined for attacks only; use mean+divided")
    if aggregation.complement and influence.attacks_only:
        raise InputError(f"{name}: the two do not go together; use sum+divided")
    words = {"en": name, "zh": name}
    return Gradual(name, (), words, words, aggregation, influence, "modular")


def _named(
    name: str,
    aliases: str,
    parts: str,
    title: tuple[str, str],
    meaning: tuple[str, str],
    source: str,
) -> Gradual:
    aggregation, _, influence = parts.partition("+")
    return Gradual(
        name,
        tuple(aliases.split()),
        MappingProxyType(dict(zip(("en", "zh"), title, strict=True))),
        MappingProxyType(dict(zip(("en", "zh"), meaning, strict=True))),
        AGGREGATIONS[aggregation],
        INFLUENCES[influence],
        source,
    )


_ALL: Final = (
    _named(
        "quadratic-energy",
        "qe quadratic",
        "sum+quadratic",
        ("quadratic energy", "二次能量语义"),
        (
            "Supports minus attacks move the base score towards 1 or 0, attack and support alike.",
            "支持之和减去攻击之和，把基础分推向 1 或 0；攻击与支持对称。",
        ),
        "N. Potyka, Continuous dynamical systems for weighted bipolar argumentation, KR 2018",
    ),
    _named(
        "df-quad",
        "dfquad df_quad quad",
        "product+linear",
        ("DF-QuAD", "DF-QuAD 语义"),
        (
            "Each further attack or support takes its share of what the others left; a full one"
            " leaves nothing.",
            "每个攻击或支持各占其余所剩的一份；强度为 1 的一个就占尽全部。",
        ),
        "A. Rago, F. Toni, M. Aurisicchio, P. Baroni, Discontinuity-free decision support with"
        " quantitative argumentation debates, KR 2016",
    ),
    _named(
        "euler",
        "euler-based ebs",
        "sum+euler",
        ("Euler-based", "欧拉语义"),
        (
            "Supports minus attacks act as an exponent; attacks never push below the base score"
            " squared.",
            "支持之和减去攻击之和作指数；攻击最多把强度降到基础分的平方。",
        ),
        "L. Amgoud, J. Ben-Naim, Evaluation of arguments in weighted bipolar graphs, IJAR 2018",
    ),
    _named(
        "mlp",
        "mlp-based",
        "sum+logistic",
        ("MLP-based", "多层感知机语义"),
        (
            "Supports minus attacks are added to the log-odds of the base score, as in a neural"
            " network.",
            "支持之和减去攻击之和加到基础分的对数几率上，如同神经网络。",
        ),
        "N. Potyka, Interpreting neural networks as quantitative argumentation frameworks, AAAI"
        " 2021",
    ),
    _named(
        "quadratic-top",
        "qe-top qe-max",
        "top+quadratic",
        ("quadratic, strongest only", "二次语义（只计最强）"),
        (
            "As quadratic energy, but only the strongest support and the strongest attack count.",
            "同二次能量语义，但只计最强的支持和最强的攻击。",
        ),
        "N. Potyka, Extending modular semantics for bipolar weighted argumentation, AAMAS 2019",
    ),
    _named(
        "euler-top",
        "euler-max",
        "top+euler",
        ("Euler-based, strongest only", "欧拉语义（只计最强）"),
        (
            "As Euler-based, but only the strongest support and the strongest attack count.",
            "同欧拉语义，但只计最强的支持和最强的攻击。",
        ),
        "T. Mossakowski, F. Neuhaus, Modular semantics and characteristics for bipolar weighted"
        " argumentation graphs, 2018",
    ),
    _named(
        "h-categoriser",
        "hcat h-cat hcategoriser categoriser hbs",
        "sum+divided",
        ("h-categoriser", "h-分类器语义"),
        (
            "The base score divided by one plus the sum of the attackers; for attacks only.",
            "基础分除以一加攻击者强度之和；只用于攻击。",
        ),
        "Ph. Besnard, A. Hunter, A logic-based theory of deductive arguments, AIJ 2001; weighted:"
        " L. Amgoud, J. Ben-Naim, D. Doder, S. Vesic, Acceptability semantics for weighted"
        " argumentation frameworks, IJCAI 2017",
    ),
    _named(
        "max-based",
        "max mbs",
        "top+divided",
        ("max-based", "最大值语义"),
        (
            "The base score divided by one plus the strongest attacker; for attacks only.",
            "基础分除以一加最强攻击者的强度；只用于攻击。",
        ),
        "L. Amgoud, J. Ben-Naim, D. Doder, S. Vesic, Acceptability semantics for weighted"
        " argumentation frameworks, IJCAI 2017",
    ),
    _named(
        "card-based",
        "card cbs mean mean-based",
        "mean+divided",
        ("card-based", "基数语义"),
        (
            "The base score divided by one plus the number of attackers plus their mean; for"
            " attacks only.",
            "基础分除以一加攻击者数目加其平均强度；只用于攻击。",
        ),
        "L. Amgoud, J. Ben-Naim, D. Doder, S. Vesic, Acceptability semantics for weighted"
        " argumentation frameworks, IJCAI 2017",
    ),
)
GRADUAL: Final[Mapping[str, Gradual]] = MappingProxyType({each.name: each for each in _ALL})
_BY_NAME: Final = {name: each for each in _ALL for name in (each.name, *each.aliases)}
