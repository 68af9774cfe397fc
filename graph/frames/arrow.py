"""Arrow columns made of pairs of subject and value, without a look at single rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from whyso.graph.errors import WhysoError
from whyso.graph.store import natural

__all__ = ["chosen_of", "codes", "first_of", "flag_of", "float_of", "pyarrow", "several", "table"]
__all__ += ["taken", "words"]


def pyarrow() -> Any:
    """Return the library, which is an extra.

    Raises:
        WhysoError: it is not installed.

    >>> pyarrow().array([1]).type
    DataType(int64)
    """
    try:
        import pyarrow
        import pyarrow.compute
    except ImportError:
        raise WhysoError("data frames need pyarrow: pip install 'whyso[arrow]'") from None
    return pyarrow


def table(columns: Mapping[str, Any], said: Mapping[str, str]) -> Any:
    """Return a table whose fields tell what they hold.

    Args:
        columns: name to array.
        said: name to what the column holds.

    >>> table({"a": pyarrow().array([1])}, {"a": "A number."}).schema.field("a").metadata
    {b'description': b'A number.'}
    """
    pa = pyarrow()
    fields = [
        pa.field(name, column.type, metadata={"description": said[name]})
        for name, column in columns.items()
    ]
    return pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))


def first_of(names: Any, subjects: Any, values: Any) -> Any:
    """Return for each name its value, of several the first in natural order; else nothing.

    Args:
        names: texts, each once.
        subjects: what has values, in no order.
        values: their values.

    >>> pa = pyarrow()
    >>> a, b = pa.array(["x", "y"]), pa.array(["y", "y", "z"])
    >>> first_of(a, b, pa.array(["v10", "v2", "v0"])).to_pylist()
    [None, 'v2']
    """
    pa = pyarrow()
    place = _places(names, subjects)
    rows = np.flatnonzero(place >= 0)
    if len(np.unique(place[rows])) < len(rows):
        keys = list(map(natural, values.to_pylist()))
        rows = np.array(sorted(rows.tolist(), key=keys.__getitem__, reverse=True), dtype=np.int64)
    chosen = np.full(len(names), -1)
    chosen[place[rows]] = rows  # the last one written stays
    return values.take(pa.array(chosen, mask=chosen < 0))


def several(names: Any, subjects: Any, values: Any) -> Any:
    """Return for each name the list of its values, each once and in order.

    Args:
        names: texts, each once.
        subjects: what has values, in no order.
        values: their values.

    >>> pa = pyarrow()
    >>> a, b = pa.array(["x", "y"]), pa.array(["y", "y"])
    >>> several(a, b, pa.array(["v", "u"])).to_pylist()
    [[], ['u', 'v']]
    """
    pa = pyarrow()
    place = _places(names, subjects)
    rows = np.flatnonzero(place >= 0)
    found = pa.table({"place": place[rows], "value": values.take(pa.array(rows))})
    found = found.group_by(["place", "value"]).aggregate([])
    found = found.sort_by([("place", "ascending"), ("value", "ascending")])
    counts = np.bincount(found["place"].to_numpy(), minlength=len(names))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(offsets, found["value"].combine_chunks())


def float_of(texts: Any) -> Any:
    """Return texts as numbers; what is none becomes nothing.

    >>> float_of(pyarrow().array(["0.5", "much", None])).to_pylist()
    [0.5, None, None]
    """

    def number(text: str | None) -> float | None:
        try:
            return None if text is None else float(text)
        except ValueError:
            return None

    return _each(texts, number, pyarrow().float64())


def flag_of(texts: Any) -> Any:
    """Return truth values of XML Schema as such; what is none becomes nothing.

    >>> flag_of(pyarrow().array(["true", "0", "perhaps"])).to_pylist()
    [True, False, None]
    """
    known = {"true": True, "1": True, "false": False, "0": False}
    return _each(texts, lambda text: known.get(text or ""), pyarrow().bool_())


def codes(columns: Sequence[Any]) -> tuple[Any, Callable[[Any], npt.NDArray[np.int64]]]:
    """Return all texts of some columns, each once, and what gives the number of each in a column.

    The texts of the first column come first and keep their order.

    >>> pa = pyarrow()
    >>> texts, number = codes([pa.array(["b", "a"]), pa.array(["c", "a"])])
    >>> texts.to_pylist(), number(pa.array(["c", "b"])).tolist()
    (['b', 'a', 'c'], [2, 0])
    """
    pa = pyarrow()
    texts = pa.compute.unique(pa.chunked_array(columns))
    return texts, lambda column: _places(texts, column)


def taken(terms: Any, numbers: npt.NDArray[Any]) -> Any:
    """Return terms by their numbers; a negative one gives nothing.

    >>> taken(pyarrow().array(["a", "b"]), np.array([1, -1])).to_pylist()
    ['b', None]
    """
    return terms.take(pyarrow().array(numbers, mask=numbers < 0))


def words(words: Iterable[str]) -> Any:
    """Return words of which there are few, each kept once.

    >>> words(["tea", "tea"]).dictionary.to_pylist()
    ['tea']
    """
    pa = pyarrow()
    return pa.array(words, pa.dictionary(pa.int32(), pa.string()))


def chosen_of(choice: tuple[str, ...], numbers: npt.NDArray[Any]) -> Any:
    """Return words by their numbers, each kept once.

    >>> chosen_of(("no", "yes"), np.array([1, 1])).to_pylist()
    ['yes', 'yes']
    """
    pa = pyarrow()
    every = pa.array(choice, pa.string())
    chosen = pa.array(numbers.astype(np.int32))
    return pa.DictionaryArray.from_arrays(chosen, every)


def _places(names: Any, subjects: Any) -> npt.NDArray[np.int64]:
    pa = pyarrow()
    place = pa.compute.fill_null(pa.compute.index_in(subjects, value_set=names), -1)
    found: npt.NDArray[np.int64] = place.to_numpy().astype(np.int64)
    return found


def _each(texts: Any, turn: Callable[[str | None], Any], type: Any) -> Any:
    """Return what each text is turned into; of equal ones, one is looked at."""
    pa = pyarrow()
    known = texts.dictionary_encode()
    return pa.array([turn(text) for text in known.dictionary.to_pylist()], type).take(known.indices)
