"""What reading and writing arguebuf's JSON have in common: links, schemes, conflicts, usual ids."""

import re
from typing import Final

from whyso.graph.formats.aif.schemes import scheme_iri
from whyso.graph.formats.arguebuf.message import SUPPORTS

__all__ = ["CONSTANTS", "LINKS", "OURS", "conflict", "default_edge", "default_link", "scheme_named"]

OURS: Final = "whyso"
# Properties between nodes, written as schemes: those that AIF would call a rephrase, and others.
LINKS: Final[dict[str, str | None]] = {
    "arg:answers": "rephrase",
    "arg:clarifies": "rephrase",
    "arg:supersedes": "rephrase",
    "arg:qualifies": "rephrase",
    "dcterms:hasPart": None,
    "arg:raises": None,
    "arg:underlies": None,
    "arg:dependsOn": None,
    "arg:inTensionWith": None,
}
_CAMEL: Final = re.compile(r"(?:^|_)([A-Z])([A-Z0-9]*)")


def default_edge(source: str, target: str) -> str:
    """Return the id that an edge gets where none is told.

    >>> default_edge("a", "s")
    'a->s'
    """
    return f"{source}->{target}"


def default_link(source: str, link: str, target: str) -> str:
    """Return the id that the scheme of a link gets where none is told.

    >>> default_link("a", "arg:clarifies", "b")
    'a clarifies b'
    """
    return f"{source} {link.partition(':')[2]} {target}"


def scheme_named(constant: str) -> str | None:
    """Return the IRI of the scheme that a constant stands for; None for the default.

    >>> scheme_named("SUPPORT_EXPERT_OPINION").rpartition("#")[2], scheme_named("SUPPORT_DEFAULT")
    ('ArgumentFromExpertOpinion', None)
    """
    name = constant.partition("_")[2]
    if name in ("DEFAULT", ""):
        return None
    camel = _CAMEL.sub(lambda found: found[1] + found[2].lower(), name)
    return scheme_iri(_OTHER_NAMES.get(camel, camel), "RA")


# Where the list of AIFdb, by which IRIs are made, has another name.
_OTHER_NAMES: Final = {"Rules": "EstablishedRule"}


def conflict(target: str, *, premise: bool) -> str:
    """Return the class of a conflict by what it hits.

    Args:
        target: ``atom``, ``support`` or another kind of scheme.
        premise: whether the target is a premise of something.

    >>> conflict("support", premise=False), conflict("atom", premise=True)
    ('arg:Undercut', 'arg:Undermining')
    """
    if target == "atom":
        return "arg:Undermining" if premise else "arg:Rebuttal"
    return "arg:Undercut" if target == "support" else "arg:Conflict"


# Scheme to the constant that is written for it.
CONSTANTS: Final = {scheme_named(name): name for name in reversed(SUPPORTS)}
