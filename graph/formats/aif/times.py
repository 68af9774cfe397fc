"""Times as AIFdb writes them, and as RDF does."""

import re
from typing import Final

__all__ = ["moment", "written"]


def moment(text: str | None) -> str | None:
    """Return a time of AIFdb as an ``xsd:dateTime`` without a zone; None if it is no such time.

    >>> moment("2021-05-20 20:33:00"), moment("0000-00-00 00:00:00"), moment(None)
    ('2021-05-20T20:33:00', None, None)
    """
    if text is None or not _TIME.match(text):
        return None
    return text.replace(" ", "T", 1)


def written(moment: str) -> str:
    """Return an ``xsd:dateTime`` as AIFdb writes it.

    >>> written("2021-05-20T20:33:00")
    '2021-05-20 20:33:00'
    """
    return moment.replace("T", " ", 1)


_TIME: Final = re.compile(
    r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]|29(?<!02-29)|30(?<!02-30)|31(?<!0[2469]-31)"
    r"(?<!11-31)) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\Z",
    re.ASCII,
)
