"""Plain values as YAML that PyYAML and Carneades' yaml.v2 take for the same values."""

import re
from typing import Any, Final

import yaml

__all__ = ["Block", "emit"]

_DUMPER: Final[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# Words that one of the two takes for a number or a truth value.
_QUOTED: Final = re.compile(r"[-+.~=<0-9]|[yYnN]$")


class Block(str):
    """A text that is written as a block of lines.

    >>> Block("a\\nb")
    'a\\nb'
    """


class _Dumper(_DUMPER):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, data: str) -> Any:
    style = "'" if _QUOTED.match(data) and "\n" not in data else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


def _block(dumper: Any, data: Block) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(data), style="|")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Block, _block)


def emit(value: Any) -> bytes:
    """Return a value as YAML; what holds no collections stands on one line.

    >>> print(emit({"p": "Tea.", "n": "1e3", "rdf": Block("a\\nb\\n")}).decode(), end="")
    p: Tea.
    'n': '1e3'
    rdf: |
      a
      b
    """
    text: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100, encoding=None
    )
    return text.encode("utf-8")
