"""Which source a text is about: the name of its graph follows from that."""

import re
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.store.syntax import BASE, Syntax

__all__ = ["OTHERS", "SOURCE", "TYPE", "free_name", "slug_of", "slugs_in", "source_slug"]

TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
SOURCE: Final = ox.NamedNode(ontology.ARG + "Source")
OTHERS: Final = (b"conformsTo", b"nanopub.org/nschema")  # signs of other vocabularies beside ours
_FEW: Final = 8  # names that are tried anew for each file
_ID: Final = re.escape(ontology.ID)
_SLUG: Final = r"([^/#?<>\"\\\s]+)/"


def source_slug(
    data: bytes, path: str, *, syntax: Syntax | None = None, base: str | None = None
) -> str:
    """Return the name of the source that a text is about.

    It is the one source that the text describes, else the first ``.../id/<source>/`` in it, else
    the file's name.

    >>> source_slug(b"<https://w3id.org/whyso/id/tea/c1> a <x> .", "a.ttl")
    'tea'
    >>> source_slug(b"", "My File.ttl.gz")
    'my-file'
    """
    found = slugs_in(data, base)
    if not found:
        return slug_of(path)
    if len(found) > 1 and syntax is not None:
        try:
            described = {
                match[1]
                for quad in ox.parse(data, syntax.format, base_iri=base or BASE)
                if quad.predicate == TYPE
                and quad.object == SOURCE
                and (match := re.match(_ID + _SLUG, str(quad.subject)[1:]))
            }
        except (SyntaxError, ValueError, MemoryError):
            described = set()
        if len(described) == 1:
            return described.pop()
    return found[0]


def slug_of(path: str) -> str:
    """Return the name of a source by the name of its file.

    >>> slug_of("debates/My File.ttl.gz"), slug_of("...")
    ('my-file', 'source')
    """
    stem = Path(path).name.split(".")[0].lower()
    return re.sub(r"[^\w]+", "-", stem).strip("-") or "source"


def free_name(
    slug: str, path: str, files: Mapping[str, str], numbers: MutableMapping[str, int]
) -> str:
    """Return a name for a source that no other file has: ``tea``, else ``tea-2`` and so on.

    Args:
        slug: the name that it would have.
        path: the file that it is from.
        files: IRI of each graph to the file that it came from.
        numbers: where to begin for a slug; gets where to begin next time, if there are many.

    >>> free_name("tea", "b.ttl", {ontology.GRAPH + "tea": "a.ttl"}, {})
    'tea-2'
    """
    number = numbers.get(slug, 1)
    name = f"{slug}-{number}" if number > 1 else slug
    while files.get(ontology.GRAPH + name, path) != path:
        number += 1
        name = f"{slug}-{number}"
    if number > _FEW:
        numbers[slug] = number
    return name


def slugs_in(data: bytes, base: str | None = None) -> list[str]:
    """Return the first source that a text names, and another one if there is another.

    >>> slugs_in(b"<https://w3id.org/whyso/id/tea/c1> a <https://w3id.org/whyso/id/milk/x> .")
    ['tea', 'milk']
    """
    text = base.encode() + b" " + data if base else data
    first = re.search((_ID + _SLUG).encode(), text)
    if first is None:
        return []
    other = re.search(_ID.encode() + rb"(?!" + re.escape(first[1]) + b"/)" + _SLUG.encode(), text)
    found = [first[1]] if other is None else [first[1], other[1]]
    return [slug.decode("utf-8", "replace") for slug in found]
