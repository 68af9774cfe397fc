"""Opening an argument: from files in any format, from a text, or the one that ships with whyso."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from whyso import ontology
from whyso.graph.errors import FormatError, InputError
from whyso.graph.files import read_bytes
from whyso.graph.model import ArgumentGraph
from whyso.graph.store import Store, Syntax, find_syntax, natural
from whyso.graph.store.disk import DiskStore, is_store
from whyso.graph.store.layout import ABOUT
from whyso.graph.store.naming import OTHERS, free_name, slug_of
from whyso.graph.store.parts import named

if TYPE_CHECKING:
    from whyso.graph.formats import Account, Format

__all__ = [
    "Progress",
    "add",
    "cut",
    "each_file",
    "files_in",
    "is_address",
    "load",
    "not_empty",
    "parse",
    "sample",
    "sample_path",
]

Progress: TypeAlias = Callable[[list[Path]], Iterable[Path]]


def load(
    *targets: str | os.PathLike[str],
    format: str | None = None,
    base: str | None = None,
    accounts: "list[Account] | None" = None,
    keep_going: bool = False,
    progress: Progress = iter,
    sources: Sequence[str] = (),
    tell: Callable[[str], None] = lambda note: None,
    **options: Any,
) -> ArgumentGraph:
    """Open one or several files, directories, stores or addresses as one argument graph.

    Args:
        targets: paths in any format that can be read, also packed (``.gz``); of a directory all
            such files, at any depth; stores on disk. Each source gets its own named graph. A single
            store is not read, but asked where it is, unless *sources* are cut out of it. Nor is a
            single SPARQL engine at an http(s) address; see :mod:`whyso.graph.remote`.
        format: name, suffix or MIME type of the format, where neither the suffix nor the content
            tells.
        base: IRI against which relative IRIs are read, the namespace of nodes in other formats.
        accounts: gets the accounts of what was kept of formats other than RDF.
        keep_going: whether files of a directory that cannot be read are passed over; the accounts
            tell them. Otherwise the first one is an error.
        progress: is handed the files of a directory and hands them on one by one.
        sources: short names of the sources, or IRIs of the graphs, that are wanted; none for all.
        tell: what notes of an engine elsewhere are told to.
        options: what the readers of some formats can be told, such as ``analysts=False`` to leave
            out the analysts' notes on who speaks in AIF; others do not hear of it.

    Raises:
        InputError: something is missing or broken, or nothing in it is an argument.
        UnknownNameError: there is no such source; carries the nearest names.

    >>> load("no.ttl")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: no.ttl: no such file
    """
    together = ", ".join(str(target) for target in targets)
    if len(targets) == 1 and is_address(targets[0]):
        from whyso.graph.remote import open_address

        if (far := open_address(str(targets[0]), sources=sources, tell=tell)) is not None:
            return far
    if len(targets) == 1 and is_store(targets[0]):
        disk = DiskStore.open(targets[0])
        return not_empty(ArgumentGraph(cut(disk, sources)), together)
    store = Store()
    asked = {"format": format, "base": base, "accounts": accounts} | options
    for target in targets:
        path = Path(target)
        if is_address(target):
            _add_address(store, str(target), tell, asked)
        elif is_store(path):
            with DiskStore.open(path) as disk:
                graphs = [graph.value for graph in disk.source_graphs()]
                store.take(disk.only(graphs, verdicts=True), str(target))
        elif path.is_dir():
            files = progress(files_in(path, format))
            broken = _add_all(store, files, keep_going, asked)
            if broken and accounts is not None:
                accounts.append(_passed_over(broken, path))
            if not store.files:
                reason = "no files in it that can be read (see 'whyso convert --list')"
                raise next(iter(broken.values()), InputError(f"{path}: {reason}"))
        else:
            add(store, read_bytes(path), str(target), **asked)
    return not_empty(ArgumentGraph(cut(store, sources)), together)


def is_address(target: str | os.PathLike[str]) -> bool:
    """Tell whether a target is an http(s) address and no path.

    >>> is_address("https://example.org/sparql"), is_address("claims.ttl")
    (True, False)
    """
    return str(target).lower().startswith(("http://", "https://"))


def _add_address(
    store: Store, url: str, tell: Callable[[str], None], asked: dict[str, Any]
) -> None:
    """Add what an engine at an address holds, or the file that is there."""
    from whyso.graph.remote import download, open_address

    if (far := open_address(url, tell=tell)) is not None:
        store.take(far.store, url)
        return
    data, name, format = download(url)
    add(store, data, name, **(asked | {"format": asked["format"] or format}))


def cut(store: Store, sources: Sequence[str]) -> Store:
    """Return a store, in memory, of some sources and the verdicts on them; of none, the store.

    Args:
        store: what holds them.
        sources: short names of the sources, or IRIs of their graphs.

    Raises:
        UnknownNameError: there is no such source; carries the nearest names.

    >>> len(cut(sample().store, ["government-guarantees"]).source_graphs())
    1
    """
    return store.only(named(store, sources), verdicts=True) if sources else store


def files_in(folder: Path, format: str | None = None) -> list[Path]:
    """Return the files of a directory, at any depth, whose suffix may be that of an argument.

    Hidden ones and stores are passed over. The order is that of their names, numbers by value.

    Args:
        folder: the directory.
        format: if given, only files with the suffixes of that format.

    >>> [path.name for path in files_in(sample_path().parent / "ontology")][:3]
    ['alignments.ttl', 'context.jsonld', 'ontology.ttl']
    """
    return list(each_file(folder, format))


def each_file(folder: Path, format: str | None = None) -> Iterator[Path]:
    """Yield what :func:`files_in` returns, one folder after the other; stores are passed over.

    >>> next(each_file(sample_path().parent / "ontology")).name
    'alignments.ttl'
    """
    from whyso.graph import formats

    wanted = formats.find(format).suffixes if format else None
    for place, folders, names in os.walk(folder):
        if ABOUT in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found = []
        for name in names:
            suffix = None if name.startswith(".") else formats.suffix_of(name)
            if suffix is not None and (wanted is None or suffix in wanted):
                found.append(name)
        found.sort(key=lambda name: Path(name).suffix)
        found.sort(key=lambda name: natural(Path(name).stem))
        yield from (Path(place, name) for name in found)


def add(
    store: Store,
    data: bytes,
    name: str,
    *,
    format: str | None = None,
    base: str | None = None,
    accounts: "list[Account] | None" = None,
    **options: Any,
) -> None:
    """Read a text in any format into a store; whole or not at all.

    Args:
        store: gets what is read.
        data: the text.
        name: the file, or what stands for it in messages.
        format: see :func:`load`; as the others.
        base: see there.
        accounts: see there.
        options: see there.

    Raises:
        InputError: the format is unknown or cannot be read, or the text is broken.

    >>> store = Store()
    >>> add(store, b"<https://w3id.org/whyso/id/tea/c1> a <http://e/> .", "tea.ttl")
    >>> [graph.value for graph in store.source_graphs()]
    ['https://w3id.org/whyso/graph/tea']
    """
    syntax = syntax_of(format, name)
    if syntax is not None and (format is not None or _is_ours(data)):
        store.read_text(data, syntax.name, name=name, base=base)
        return
    found = _format_of(data, name, format)
    if syntax is not None and found.name == syntax.name:
        store.read_text(data, syntax.name, name=name, base=base)
        return
    if found.read is None:
        raise FormatError(f"{name}: {found.name} can be written, but not read")
    read: Any = found.read
    heard = {key: value for key, value in options.items() if key in found.options}
    space = base or _free_space(store, name)
    other, account = read(data, name=name, base=space, **heard)
    store.take(other, name)
    if accounts is not None:
        accounts.append(replace(account, files=(name,)))


def _is_ours(data: bytes) -> bool:
    """Tell whether RDF is in our words, and has no signs of other vocabularies beside."""
    return ontology.ARG.encode() in data and not any(sign in data for sign in OTHERS)


def _format_of(data: bytes, name: str, format: str | None) -> "Format":
    from whyso.graph import formats

    if format is not None:
        return formats.find(format)
    if "." not in Path(name).name:
        raise FormatError(f"{name}: no suffix tells the format; give it with --from")
    return formats.of_content(name, data)


def syntax_of(format: str | None, name: str) -> Syntax | None:
    """Return the RDF syntax that a format is, or that a suffix tells, if it is one.

    >>> syntax_of(None, "tea.ttl.gz").name, syntax_of(None, "tea.json")
    ('turtle', None)
    """
    suffixes = [suffix for suffix in Path(name).suffixes if suffix.lower() != ".gz"]
    try:
        return find_syntax(format or (suffixes[-1] if suffixes else ""))
    except FormatError:
        return None


def _free_space(store: Store, name: str) -> str | None:
    """Return a namespace for a file if another one has the name that its own would have."""
    slug = slug_of(name)
    free = free_name(slug, name, store.files, {} if store.numbers is None else store.numbers)
    return None if free == slug else f"{ontology.ID}{free}/"


def _add_all(
    store: Store,
    files: Iterable[Path],
    keep_going: bool,
    asked: dict[str, Any],
) -> dict[str, InputError]:
    """Read files; return those that are broken. What no format knows is passed over."""
    broken: dict[str, InputError] = {}
    for file in files:
        try:
            add(store, read_bytes(file), str(file), **asked)
        except FormatError:
            continue
        except InputError as error:
            if not keep_going:
                raise
            broken[str(file)] = error
    return broken


def _passed_over(broken: dict[str, InputError], folder: Path) -> "Account":
    from whyso.graph.formats import Account, Row

    first = next(iter(broken.values()))
    row = Row("files", f"cannot be read: {first}", tuple(broken))
    return Account("files", "read", dropped=(row,), files=(str(folder),))


def parse(
    text: str | bytes, format: str = "turtle", *, name: str = "text", base: str | None = None
) -> ArgumentGraph:
    """Read an argument graph from a text in any format that can be read.

    Raises:
        InputError: the text is broken, or nothing in it is an argument.

    >>> parse('''@prefix arg: <https://w3id.org/whyso/ontology#> .
    ... @prefix : <https://w3id.org/whyso/id/tea/> . :c1 a arg:Claim .''')
    <ArgumentGraph: 1 claim>
    """
    store = Store()
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    add(store, data, name, format=format, base=base)
    return not_empty(ArgumentGraph(store), name)


def sample() -> ArgumentGraph:
    """Return the argument that ships with whyso: a public statement about government guarantees.

    >>> sample().sources()[0].label()
    'Statement on government guarantees and AI infrastructure'
    """
    return load(sample_path())


def sample_path() -> Path:
    """Return the path of the argument that ships with whyso.

    >>> sample_path().name
    'claims.ttl'
    """
    return Path(__file__).resolve().parents[1] / "claims.ttl"


def not_empty(graph: ArgumentGraph, name: str) -> ArgumentGraph:
    """Return the graph if anything is in it; *name* tells where it is from.

    Raises:
        InputError: nothing is.

    >>> not_empty(ArgumentGraph(Store()), "none.ttl")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: none.ttl: an empty graph; there is nothing to show
    """
    if not graph.store.source_graphs():
        raise InputError(f"{name}: an empty graph; there is nothing to show")
    return graph
