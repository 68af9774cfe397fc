"""Abstract argumentation frameworks: ICCMA 2023 ``p af``, APX and TGF.

The first counts arguments from 1 and says one attack a line (``p af 3``, then ``1 2``); APX says
``arg(a).`` and ``att(a,b).``; TGF lists names, a ``#``, then pairs.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from whyso.graph.errors import FormatError, ParseError, UnknownNameError
from whyso.graph.files import read_bytes
from whyso.graph.semantics.dung.framework import Framework

__all__ = ["FRAMEWORKS", "dump_framework", "parse_framework", "read_framework"]

_DIGITS: Final = 9  # more do not fit 32 bits
_NAME: Final = re.compile(r"[^\s(),.#]+")
_APX: Final = re.compile(r"(arg|att)\s*\(\s*([^\s(),]+)\s*(?:,\s*([^\s(),]+)\s*)?\)\s*\.")


def read_framework(path: str | Path, *, form: str | None = None) -> Framework:
    """Return the framework in a file.

    Args:
        path: the file; ``.gz`` is unpacked.
        form: ``af``, ``apx`` or ``tgf``; else the suffix tells.

    Raises:
        FormatError: the suffix is none of these.
        InputError: the file cannot be read.
        ParseError: it is not what its format promises (with the line).

    >>> read_framework("nowhere.af")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: nowhere.af: no such file
    """
    path = Path(path)
    suffixes = [part[1:].lower() for part in path.suffixes if part.lower() != ".gz"]
    form = form or (suffixes[-1] if suffixes else "")
    if form not in FRAMEWORKS:
        known = ", ".join(FRAMEWORKS)
        raise FormatError(f"{path}: not the suffix of a framework; name the format: {known}")
    return parse_framework(read_bytes(path), form, str(path))


def parse_framework(data: bytes, form: str, path: str = "framework") -> Framework:
    """Return the framework that *data* says in a format; *path* is named in errors.

    Raises:
        FormatError: there is no such format.
        ParseError: a line is broken.

    >>> parse_framework(b"p af 2\\n1 2\\n", "af")
    Framework(2 arguments, 1 attacks)
    """
    if form not in FRAMEWORKS:
        raise FormatError(f"no framework format {form!r}; there are {', '.join(FRAMEWORKS)}")
    return FRAMEWORKS[form][0](data, path)


def dump_framework(framework: Framework, form: str) -> bytes:
    """Return a framework as a text in one of the formats.

    Raises:
        FormatError: there is no such format, or it cannot say a name.

    >>> print(dump_framework(Framework.of("ab", ["ab"]), "apx").decode(), end="")
    arg(a).
    arg(b).
    att(a,b).
    """
    if form not in FRAMEWORKS:
        raise FormatError(f"no framework format {form!r}; there are {', '.join(FRAMEWORKS)}")
    return "".join(line + "\n" for line in FRAMEWORKS[form][1](framework)).encode()


# ICCMA 2023


def _read_af(data: bytes, path: str) -> Framework:
    number, end = 0, 0
    for number, line in enumerate(data.split(b"\n", 1000)[:1000], 1):  # noqa: B007
        end += len(line) + 1
        if line.strip() and not line.startswith(b"#"):
            break
    words = line.split() if data.strip() else []
    if len(words) != 3 or words[:2] != [b"p", b"af"] or not words[2].isdigit():
        raise ParseError(path, "begins with 'p af' and the number of arguments", line=number)
    count = int(words[2]) if len(words[2]) <= _DIGITS else -1
    if count < 0:
        raise ParseError(path, "more arguments than can be counted", line=number)
    ends = _pairs(data[end:])
    if ends is None:
        ends = _slow_pairs(data[end:], path, number)
    if len(ends) and (ends.min() < 1 or ends.max() > count):
        wrong = int(np.flatnonzero(((ends < 1) | (ends > count)).any(axis=1))[0])
        pair = "{} {}".format(*ends[wrong])
        raise ParseError(path, f"attack {pair}: arguments are 1 to {count}")
    return Framework(_Numbers(count), ends[:, 0] - 1, ends[:, 1] - 1)


class _Numbers(tuple[str, ...]):
    """The names 1 to n, made when asked for."""

    __slots__ = ()

    def __new__(cls, count: int) -> "_Numbers":
        return super().__new__(cls, map(str, range(1, count + 1)))


def _pairs(body: bytes) -> npt.NDArray[np.int64] | None:
    """Return pairs of numbers if every line is two numbers and a space, else None."""
    if not body.endswith(b"\n"):
        body += b"\n"
    text = np.frombuffer(body, dtype=np.uint8)
    ends = np.flatnonzero(text <= 32)
    marks = text[ends]
    if len(ends) % 2 or (marks[0::2] != 32).any() or (marks[1::2] != 10).any():
        return None
    starts = np.concatenate([[0], ends[:-1] + 1])
    sizes = ends - starts
    if len(sizes) and (sizes.min() < 1 or sizes.max() > _DIGITS):
        return None
    values = np.zeros(len(ends), dtype=np.int64)
    for place in range(int(sizes.max()) if len(sizes) else 0):
        digits = text[np.maximum(ends - 1 - place, 0)].astype(np.int64) - 48
        there = sizes > place
        if ((digits < 0) | (digits > 9))[there].any():
            return None
        values += np.where(there, digits, 0) * 10**place
    return values.reshape(-1, 2)


def _slow_pairs(body: bytes, path: str, before: int) -> npt.NDArray[np.int64]:
    """Return pairs of numbers from lines with comments, blanks and the like."""
    found: list[int] = []
    for number, line in enumerate(body.split(b"\n"), before + 1):
        words = line.split()
        if not words or words[0].startswith(b"#"):
            continue
        if len(words) != 2 or not all(word.isdigit() and len(word) <= _DIGITS for word in words):
            raise ParseError(path, "an attack is two numbers of arguments", line=number)
        found += map(int, words)
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _af_lines(framework: Framework) -> Iterator[str]:
    yield f"p af {len(framework)}"
    for number, name in enumerate(framework.names, 1):
        if str(name) != str(number):
            yield f"# {number} {' '.join(str(name).split())}"
    for source, target in zip(framework.source, framework.target, strict=True):
        yield f"{source + 1} {target + 1}"


# APX and TGF


def _text(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ParseError(path, "not UTF-8", line=line) from None


def _named(names: list[str], attacks: list[tuple[str, str]], text: str, path: str) -> Framework:
    try:
        return Framework.of(names, attacks)
    except UnknownNameError as error:
        place = re.search(rf"[\s,(]{re.escape(error.name)}[\s,)]", text)
        line = text.count("\n", 0, place.start() + 1) + 1 if place else None
        raise ParseError(path, str(error), line=line) from None


def _read_apx(data: bytes, path: str) -> Framework:
    text = re.sub(r"^\s*%.*$", "", _text(data, path), flags=re.MULTILINE)
    names: list[str] = []
    attacks: list[tuple[str, str]] = []
    end = 0
    for fact in _APX.finditer(text):
        if text[end : fact.start()].strip():
            break
        what, first, second = fact.groups()
        if (what == "att") != (second is not None):
            break
        end = fact.end()
        if second is None:
            names.append(first)
        else:
            attacks.append((first, second))
    if text[end:].strip():
        start = end + len(text[end:]) - len(text[end:].lstrip())
        line = text.count("\n", 0, start) + 1
        raise ParseError(path, "facts are 'arg(a).' and 'att(a,b).'", line=line)
    return _named(names, attacks, text, path)


def _apx_lines(framework: Framework) -> Iterator[str]:
    names = _sayable(framework, "apx")
    yield from (f"arg({name})." for name in names)
    for source, target in zip(framework.source, framework.target, strict=True):
        yield f"att({names[source]},{names[target]})."


def _read_tgf(data: bytes, path: str) -> Framework:
    text = _text(data, path)
    names: list[str] = []
    attacks: list[tuple[str, str]] = []
    below = False
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split()
        if words == ["#"] and not below:
            below = True
        elif below and words:
            if len(words) < 2:
                raise ParseError(path, "an attack is two names of arguments", line=number)
            attacks.append((words[0], words[1]))
        elif words:
            names.append(words[0])
    if not below and names:
        raise ParseError(path, "no line '#' between arguments and attacks")
    return _named(names, attacks, text, path)


def _tgf_lines(framework: Framework) -> Iterator[str]:
    names = _sayable(framework, "tgf")
    yield from names
    yield "#"
    for source, target in zip(framework.source, framework.target, strict=True):
        yield f"{names[source]} {names[target]}"


def _sayable(framework: Framework, form: str) -> list[str]:
    names = [str(name) for name in framework.names]
    for name in names:
        if not _NAME.fullmatch(name):
            raise FormatError(f"{form} cannot say the name {name!r}; write af, which counts")
    return names


FRAMEWORKS: Final[
    dict[str, tuple[Callable[[bytes, str], Framework], Callable[[Framework], Iterator[str]]]]
] = {
    "af": (_read_af, _af_lines),
    "apx": (_read_apx, _apx_lines),
    "tgf": (_read_tgf, _tgf_lines),
}
