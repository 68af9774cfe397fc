"""Arguments as Parquet files (https://parquet.apache.org/docs/file-format/)."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from whyso.graph.errors import OutputError
from whyso.graph.files import write_atomic
from whyso.graph.frames.arrow import pyarrow
from whyso.graph.frames.tables import claims_frame, relations_frame, verdict_frame

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.semantics import Verdict

__all__ = ["FILES", "write_frames"]

FILES: Final = ("claims.parquet", "relations.parquet", "verdicts.parquet")


def write_frames(
    g: "ArgumentGraph",
    folder: str | os.PathLike[str],
    *,
    verdicts: "Iterable[Verdict]" = (),
) -> tuple[Path, ...]:
    """Write an argument as Parquet files: claims, relations and, if there are any, verdicts.

    Args:
        g: the argument.
        folder: where the files go; made if it is not there. Their names are :data:`FILES`.
        verdicts: what stands, for one or several; their rows go into one file.

    Returns:
        The files written.

    Raises:
        OutputError: a file cannot be written; the old one stands.
        WhysoError: pyarrow is not installed.

    >>> from whyso.graph import sample
    >>> import tempfile
    >>> g = sample()
    >>> [path.name for path in write_frames(g, tempfile.mkdtemp(), verdicts=[g.verdict()])]
    ['claims.parquet', 'relations.parquet', 'verdicts.parquet']
    """
    pa = pyarrow()
    from pyarrow import parquet

    home = Path(folder)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{home}: cannot be made: {error.strerror or error}") from None
    frames = [claims_frame(g.store), relations_frame(g.store)]
    if judged := [verdict_frame(one) for one in verdicts]:
        frames.append(pa.concat_tables(judged))
    paths = []
    for frame, name in zip(frames, FILES, strict=False):
        sink = pa.BufferOutputStream()
        parquet.write_table(frame, sink, compression="zstd")
        paths.append(write_atomic(home / name, sink.getvalue().to_pybytes()))
    return tuple(paths)
