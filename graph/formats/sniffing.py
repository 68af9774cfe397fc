"""Telling formats apart that share a suffix: what a file's outermost layer looks like."""

import json
import re
from functools import lru_cache
from typing import Any, Final

from whyso.graph.limits import MAX_DEPTH, nesting

__all__ = ["json_document", "xml_root"]


@lru_cache(maxsize=1)  # every sniffer is asked about the same file, and its reader after them
def json_document(data: bytes) -> Any:
    """Return a JSON text as Python values; None if it is none, or nested too deeply.

    >>> json_document(b'{"AIF": {}}'), json_document(b"no")
    ({'AIF': {}}, None)
    """
    try:
        text = data.decode("utf-8-sig")
        return None if nesting(text) > MAX_DEPTH else json.loads(text)
    except (ValueError, RecursionError):
        return None


def xml_root(data: bytes) -> tuple[str, str]:
    """Return the local name of an XML text's outermost element, and the namespaces declared on it.

    >>> xml_root(b'<?xml version="1.0"?><!-- tea --><rdf:RDF xmlns:aif="http://e/aif#">')
    ('RDF', 'http://e/aif#')
    """
    found = _ROOT.search(data[:_HEAD].decode("utf-8", "replace"))
    if found is None:
        return "", ""
    return found[1].rpartition(":")[2], " ".join(_SPACE.findall(found[2]))


_HEAD: Final = 65_536
_ROOT: Final = re.compile(r"<(?![?!])([\w:.-]+)([^>]*)")
_SPACE: Final = re.compile(r"xmlns(?::[\w.-]+)?\s*=\s*[\"']([^\"']*)")
