"""The settings of the front matter that change what a text says; those of the map are left alone.

See https://argdown.org/guide/configuration.html.
"""

import re
from typing import Any, Final

from whyso.graph.formats.argdown.model import Section
from whyso.graph.formats.argdown.spans import SPACE

__all__ = ["Settings", "front_matter_text", "metadata_text"]

_BLOCK_START: Final = re.compile(r"\{[ \t]*(?:\n\r|\n)")
_RULE_START: Final = re.compile(rf"[{SPACE}]*={{3,}}")


def metadata_text(image: str, *, blocks: bool = True) -> tuple[str, int]:
    """Return the YAML of ``{...}`` and how many characters before it were left out.

    If the brace is the last of its line, the YAML is what stands between the braces.

    >>> metadata_text("{a: 1}"), metadata_text("{\\n  a: 1\\n}")
    (('{a: 1}', 0), ('  a: 1\\n', 2))
    """
    start = _BLOCK_START.match(image) if blocks else None
    return (image[start.end() : -1], start.end()) if start else (image, 0)


def front_matter_text(image: str) -> tuple[str, int]:
    """Return the YAML between the rules of ``===``, and where it begins.

    >>> front_matter_text("===\\na: 1\\n====")
    ('\\na: 1\\n', 3)
    """
    start = _RULE_START.match(image)
    place = start.end() if start else 0
    return image[place:].rstrip("="), place


class Settings:
    """What the front matter says about modes, tags, shortcodes and groups.

    >>> Settings({"model": {"mode": "strict"}}).strict, Settings({}).strict
    (True, False)
    """

    def __init__(self, said: dict[str, Any]) -> None:
        model, group, metadata = (_mapping(said, name) for name in ("model", "group", "data"))
        self.strict = model.get("mode") == "strict"
        self.without_tags = bool(model.get("removeTagsFromText"))
        self.moves_relations = bool(model.get("transformArgumentRelations", True))
        self.shortcodes = model.get("shortcodes")
        self.block_metadata = bool(metadata.get("switchToBlockFormatIfMultiline", True))
        depth = group.get("groupDepth")
        self.group_depth: float = depth if isinstance(depth, int | float) else 2
        self._group = group

    def flag(self, section: Section) -> None:
        """Give *section* the flags ``isGroup`` and ``isClosed`` of its data and of the settings."""
        group, flags = self._group, section.flags
        if isinstance(section.data, dict):
            for name, ignored in (("isGroup", "ignoreIsGroup"), ("isClosed", "ignoreIsClosed")):
                if name in section.data and not group.get(ignored):
                    flags[name] = section.data[name]
        sections = group.get("sections")
        if not isinstance(sections, dict):
            return
        chosen = sections.get(section.title)
        if chosen:
            flags.clear()
            if isinstance(chosen, dict):
                flags.update({k: chosen[k] for k in ("isGroup", "isClosed") if k in chosen})
        else:
            flags.setdefault("isGroup", False)


def _mapping(said: dict[str, Any], name: str) -> dict[str, Any]:
    found = said.get(name)
    return found if isinstance(found, dict) else {}
