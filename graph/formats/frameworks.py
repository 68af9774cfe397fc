"""Abstract argumentation frameworks: ICCMA 2023 ``p af``, APX and TGF.

The first counts arguments from 1 and says one attack a line (``p af 3``, then ``1 2``); APX says
``arg(a).`` and ``att(a,b).``; TGF lists names, a ``#``, then pairs.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from whyso.graph.errors import FormatError, ParseError, UnknownNameError
from whyso.graph.files import read_bytes
from whyso.graph.semantics.dung.framework import Framework, Numbers
from whyso.graph.semantics.dung.rows import Ints

__all__ = ["FRAMEWORKS", "dump_framework", "parse_framework", "read_framework"]

_BEGIN: Final = "begins with 'p af' and the number of arguments, if the format is af"
_BYTES: Final = 64  # that an argument without attacks needs while it is judged, about
_PIECE: Final = 1 << 16  # bytes of attacks that are read at once, about
_DIGITS: Final = 8  # of a number of an argument, at most
_HEAD: Final = 1_000_000  # lines of comment before the number of arguments, at most
_NAME: Final = re.compile(r"[^\s(),.#%]+")
_APX: Final = re.compile(r"(arg|att)\s*\(\s*([^\s(),]+)\s*(?:,\s*([^\s(),]+)\s*)?\)\s*\.")


def read_framework(path: str | Path, *, form: str | None = None) -> Framework:
    """Return the framework in a file.

    Args:
        path: the file; ``.gz`` is unpacked.
        form: ``af``, ``apx`` or ``tgf``; else the suffix tells, and ``af`` needs none.

    Raises:
        FormatError: there is no such format.
        InputError: the file cannot be read.
        ParseError: it is not what its format promises (with the line).

    >>> read_framework("nowhere.af")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: nowhere.af: no such file
    """
    path = Path(path)
    suffixes = [part[1:].lower() for part in path.suffixes if part.lower() != ".gz"]
    by_suffix = suffixes[-1] if suffixes and suffixes[-1] in FRAMEWORKS else "af"
    return parse_framework(read_bytes(path), form or by_suffix, str(path))


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
    body = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    before, count = 0, None
    while count is None:
        line, newline, body = body.partition(b"\n") if before < _HEAD else (b"", b"", b"")
        before += 1
        if line.strip() and not line.startswith(b"#"):
            count = _count(line, path, before)
        elif not newline:
            raise ParseError(path, _BEGIN, line=1)
    pairs = _pairs(body)
    if pairs is None or (len(pairs) and not 1 <= pairs.min() <= pairs.max() <= count):
        pairs = _slow_pairs(body, path, before, count)
    return Framework(Numbers(count), pairs[:, 0] - 1, pairs[:, 1] - 1)


def _count(line: bytes, path: str, number: int) -> int:
    words = line.split()
    if len(words) != 3 or words[:2] != [b"p", b"af"] or not words[2].isdigit():
        raise ParseError(path, _BEGIN, line=number)
    if len(words[2].lstrip(b"0")) > _DIGITS or int(words[2]) * _BYTES > _memory():
        raise ParseError(path, "more arguments than this machine can hold", line=number)
    return int(words[2])


def _memory() -> int:
    """Return how many bytes the machine has; where it does not tell, what common ones have."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 8 << 30


def _pairs(body: bytes) -> Ints | None:
    """Return pairs of numbers if every line is two numbers and a space, else None.

    The text is read in pieces that fit into the processor's cache.
    """
    whole = body if body.endswith(b"\n") or not body else body + b"\n"
    pairs = np.empty((whole.count(b"\n"), 2), dtype=np.int32)
    begin = line = 0
    while begin < len(whole):
        end = whole.find(b"\n", begin + _PIECE) + 1 or len(whole)
        piece = _numbers(whole, begin, end)
        if piece is None:
            return None
        pairs[line : line + len(piece)] = piece
        begin, line = end, line + len(piece)
    return pairs


def _numbers(whole: bytes, begin: int, end: int) -> Ints | None:
    """Return the pairs of numbers in some lines, or None if something else is there.

    Eight digits at a time are read as one word of 64 bits, whose halves, quarters and eighths are
    added up.
    """
    before = min(begin, _DIGITS)
    lead = b"0" * (_DIGITS - before)
    padded = np.frombuffer(lead + whole[begin - before : end], np.uint8)
    text = padded[_DIGITS:]
    gaps = np.flatnonzero(text <= 32)
    sizes = np.diff(gaps, prepend=-1) - 1
    if (
        len(gaps) % 2
        or (text[gaps[0::2]] != 32).any()
        or (text[gaps[1::2]] != 10).any()
        or not 1 <= sizes.min() <= sizes.max() <= _DIGITS
        or np.count_nonzero(text - 48 < 10) != len(text) - len(gaps)
    ):
        return None
    words = np.ndarray(len(text), np.dtype("<u8"), padded.data, strides=(1,))[gaps]
    words >>= (blank := ((_DIGITS - sizes) * 8).astype(np.uint64))
    words <<= blank
    words &= np.uint64(0x0F0F0F0F0F0F0F0F)
    for shift, mask in ((8, 0x00FF00FF00FF00FF), (16, 0x0000FFFF0000FFFF), (32, 0xFFFFFFFF)):
        words *= np.uint64((10 ** (shift // 8) << shift) + 1)
        words >>= np.uint64(shift)
        words &= np.uint64(mask)
    return words.astype(np.int32).reshape(-1, 2)


def _slow_pairs(body: bytes, path: str, before: int, count: int) -> Ints:
    """Return pairs of numbers from lines with comments, blanks and the like."""
    found: list[int] = []
    for number, line in enumerate(body.split(b"\n"), before + 1):
        words = line.split()
        if not words or words[0].startswith(b"#"):
            continue
        if len(words) != 2 or not all(word.isdigit() for word in words):
            raise ParseError(path, "an attack is two numbers of arguments", line=number)
        pair = [int(word[-2 * _DIGITS :]) for word in words]
        if not all(1 <= one <= count for one in pair):
            raise ParseError(path, f"the arguments are 1 to {count}", line=number)
        found += pair
    return np.array(found, dtype=np.int32).reshape(-1, 2)


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
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    try:
        ends = [(places[source], places[target]) for source, target in attacks]
    except KeyError as error:
        name = str(error.args[0])
        place = re.search(rf"(?<=[\s,(]){re.escape(name)}(?=[\s,)]|$)", "\n" + text)
        line = text.count("\n", 0, place.start() - 1) + 1 if place else None
        reason = str(UnknownNameError("argument", name, names[:1000]))
        raise ParseError(path, reason, line=line) from None
    pairs = np.array(ends, dtype=np.int32).reshape(-1, 2)
    return Framework(list(places), pairs[:, 0], pairs[:, 1])


def _read_apx(data: bytes, path: str) -> Framework:
    text = re.sub(r"%.*", "", _text(data, path))
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
