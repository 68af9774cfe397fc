"""Frameworks as files: what is read, what is refused and where, and that writing loses nothing."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from whyso.graph.errors import FormatError, ParseError
from whyso.graph.formats import frameworks
from whyso.graph.formats.frameworks import (
    FRAMEWORKS,
    dump_framework,
    parse_framework,
    read_framework,
)
from whyso.graph.semantics.dung import Framework

Pairs = list[tuple[int, int]]


def attacks(framework: Framework) -> Pairs:
    return list(zip(framework.source.tolist(), framework.target.tolist(), strict=True))


@some.composite
def lists(draw: some.DrawFn) -> tuple[int, Pairs]:
    count = draw(some.integers(1, 10**8 - 1) | some.integers(1, 20))
    number = some.integers(0, count - 1)
    return count, draw(some.lists(some.tuples(number, number), max_size=30))


@given(lists())
def test_af_is_read_as_python_reads_numbers(drawn: tuple[int, Pairs]) -> None:
    count, pairs = drawn
    lines = [f"p af {count}", *(f"{source + 1} {target + 1}" for source, target in pairs)]
    plain = parse_framework("\n".join(lines).encode(), "af")
    assert (len(plain), attacks(plain)) == (count, pairs)
    loose = "# by hand\r\n\r\n" + " \r\n#\r\n".join(line.replace(" ", "  ") for line in lines)
    assert attacks(parse_framework(loose.encode(), "af")) == pairs


@given(lists(), some.sampled_from(list(FRAMEWORKS)))
def test_what_is_written_is_read_again(drawn: tuple[int, Pairs], form: str) -> None:
    names = [f"a{number % 20}" for number in range(min(drawn[0], 20))]
    pairs = np.array(drawn[1], dtype=np.int32).reshape(-1, 2) % len(names)
    framework = Framework(names, pairs[:, 0], pairs[:, 1])
    again = parse_framework(dump_framework(framework, form), form)
    assert attacks(again) == attacks(framework)
    assert list(again.names) == (names if form != "af" else [str(i + 1) for i in range(len(names))])


SAME = {
    "af": [
        b"p af 2\n1 2\n",
        b"p af 2\n1 2",
        b"p af 2\r\n1 2\r\n",
        b"# first\n\np af 2\n# then\n\n1 2\n\n",
        b"p af 2\n  1\t2  \n",
        b"p af 02\n01 0000000000000002\n",
    ],
    "apx": [
        b"arg(1).\narg(2).\natt(1,2).\n",
        b"arg(1).arg(2).att(1,2).",
        b"\xef\xbb\xbfarg( 1 ) .\r\narg(2).\r\n\r\natt( 1 , 2 ).\r\n",
        b"% first\narg(1). % one\narg(2).\natt(1,2).%",
        b"att(1,2).\narg(1).\narg(2).\narg(1).\n",
    ],
    "tgf": [
        b"1\n2\n#\n1 2\n",
        b"1\n2\n#\n1 2",
        b"1\r\n2\r\n#\r\n1 2\r\n",
        b"\n1 one\n2 two\n\n#\n\n1 2 attacks\n",
    ],
}


@pytest.mark.parametrize(
    ("form", "data"), [(form, data) for form, texts in SAME.items() for data in texts]
)
def test_spelling_does_not_matter(form: str, data: bytes) -> None:
    framework = parse_framework(data, form)
    assert list(framework.names) == ["1", "2"]
    assert attacks(framework) == [(0, 1)]


EMPTY = [("af", b"p af 0"), ("af", b"p af 0\n\n"), ("apx", b""), ("tgf", b""), ("tgf", b"#\n")]


@pytest.mark.parametrize(("form", "data"), EMPTY)
def test_a_framework_may_be_empty(form: str, data: bytes) -> None:
    framework = parse_framework(data, form)
    assert (len(framework), attacks(framework)) == (0, [])


BROKEN = {
    "af": {
        b"": "f:1: begins with 'p af'",
        b"\n\n# only comments\n": "f:1: begins with",
        b"# c\n1 2\n": "f:2: begins with",
        b"p af\n": "f:1: begins with",
        b"p af -1\n": "f:1: begins with",
        b"p af 2 3\n": "f:1: begins with",
        b"p cnf 2 3\n": "f:1: begins with",
        b"arg(a).\n": "f:1: begins with",
        b"\xff\xfe\x00": "f:1: begins with",
        b"p af 99999999999999999999\n": "f:1: more arguments than this machine can hold",
        b"p af 2\n1 2\n1 3\n": "f:3: the arguments are 1 to 2",
        b"p af 2\n0 1\n": "f:2: the arguments are 1 to 2",
        b"p af 0\n1 1\n": "f:2: the arguments are 1 to 0",
        b"p af 2\n1 99999999999999999999\n": "f:2: the arguments are 1 to 2",
        b"p af 2\r\n1 2\r\n\r\n1 x\r\n": "f:4: an attack is two numbers",
        b"p af 2\n1\n2\n": "f:2: an attack is two numbers",
        b"p af 2\n1 2 1\n2\n": "f:2: an attack is two numbers",
        b"p af 2\n-1 2\n": "f:2: an attack is two numbers",
        b"p af 2\n1 2\n1 2 # why\n": "f:3: an attack is two numbers",
        b"p af 2\n1\xc2\xb2 2\n": "f:2: an attack is two numbers",
        b"p af 2\n1 2\x00\n": "f:2: an attack is two numbers",
    },
    "apx": {
        b"arg(a).\narg(b)\n": "f:2: facts are",
        b"arg(a).\n\natt(a).\n": "f:3: facts are",
        b"arg(a,b).\n": "f:1: facts are",
        b"arg(a b).\n": "f:1: facts are",
        b'arg("a,b").\n': "f:1: facts are",
        b"p af 2\n": "f:1: facts are",
        b"arg(a).\narg(b).\natt(a,c).\n": "f:3: no argument named 'c'",
        b"arg(ab).\natt(ab,a).\n": "f:2: no argument named 'a'",
        b"arg(a).\narg(\xff).\n": "f:2: not UTF-8",
    },
    "tgf": {
        b"a\nb\n": "f: no line '#'",
        b"a\n#\na\n": "f:3: an attack is two names",
        b"a\n#\na a\n#\n": "f:4: an attack is two names",
        b"a\nb\n#\na b\nc a\n": "f:5: no argument named 'c'",
        b"a\n\xff\n#\n": "f:2: not UTF-8",
    },
}


@pytest.mark.parametrize(
    ("form", "data"), [(form, data) for form, texts in BROKEN.items() for data in texts]
)
def test_a_broken_file_is_refused_with_its_line(form: str, data: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        parse_framework(data, form, "f")
    assert str(caught.value).startswith(BROKEN[form][data])
    assert "\n" not in str(caught.value)


def test_more_arguments_than_memory_can_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frameworks, "_memory", lambda: 10**6)
    assert len(parse_framework(b"p af 1000\n", "af")) == 1000
    with pytest.raises(ParseError, match="more arguments than this machine can hold"):
        parse_framework(b"p af 1000000\n", "af")


@pytest.mark.parametrize("form", ["apx", "tgf"])
@pytest.mark.parametrize("name", ["a,b", "a b", "a(b)", "", "a.", "#", "a\nb", "%"])
def test_a_name_that_the_format_cannot_say_is_refused(form: str, name: str) -> None:
    with pytest.raises(FormatError, match=f"{form} cannot say the name"):
        dump_framework(Framework.of([name, "b"], []), form)
    counted = parse_framework(dump_framework(Framework.of([name, "b"], [(name, "b")]), "af"), "af")
    assert attacks(counted) == [(0, 1)]


def test_the_suffix_tells_the_format_and_none_is_af(tmp_path: Path) -> None:
    for name, form in {
        "f": "af",
        "f.af": "af",
        "f.lp.txt": "af",
        "f.APX": "apx",
        "f.tgf": "tgf",
    }.items():
        (tmp_path / name).write_bytes(SAME[form][0])
        assert attacks(read_framework(tmp_path / name)) == [(0, 1)]
    (tmp_path / "f.apx.gz").write_bytes(gzip.compress(SAME["apx"][0]))
    assert attacks(read_framework(tmp_path / "f.apx.gz")) == [(0, 1)]
    (tmp_path / "g.txt").write_bytes(SAME["tgf"][0])
    assert attacks(read_framework(tmp_path / "g.txt", form="tgf")) == [(0, 1)]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(FormatError, match="there are af, apx, tgf"):
        parse_framework(b"", "dot")
    with pytest.raises(FormatError, match="there are af, apx, tgf"):
        dump_framework(Framework.of("a", []), "dot")
