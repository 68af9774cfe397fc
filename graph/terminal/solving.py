"""Solving frameworks in the words of the ICCMA competitions.

Source: the rules of ICCMA 2023 (argumentationcompetition.org/2023/rules.html), of which the main
track's are followed: ``-p TASK -f FILE [-a ARGUMENT]`` on the command line; files in ``p af``,
which is what a file without a known suffix is taken for; SE prints an extension as ``w 1 2 5``, or
NO if there is none; DC prints YES and below it an extension with the argument, else NO; DS prints
NO and below it an extension without the argument, else YES; nothing else goes to standard output.
``--problems`` and ``--formats`` list in brackets, as the competitions up to 2021 had it
(F. Cerutti and others, "All you need to know to run your solver in probo", 2014). Tasks beyond
those of 2023: EE prints a ``w`` line for each extension, CE how many there are.
"""

import itertools
import sys
from importlib.metadata import version

import click

from whyso.graph.errors import UnknownNameError
from whyso.graph.formats.frameworks import FRAMEWORKS, parse_framework, read_framework
from whyso.graph.semantics.dung import SEMANTICS, Deadline, Framework, Ints, Solver
from whyso.graph.terminal.console import killable
from whyso.graph.terminal.inputs import STDIN

__all__ = ["problems", "put_known", "put_version", "solve"]

_ASKS = ("SE", "EE", "CE", "DC", "DS")


def problems() -> list[str]:
    """Return the tasks that can be solved.

    >>> problems()[:3]
    ['SE-GR', 'SE-CO', 'SE-PR']
    """
    return [f"{asks}-{name}" for asks in _ASKS for name in SEMANTICS]


def put_known(*, formats: bool) -> None:
    """Print the formats or the tasks, as the competitions want them.

    >>> put_known(formats=True)
    [af,apx,tgf]
    """
    click.echo(f"[{','.join(FRAMEWORKS if formats else problems())}]")


def put_version() -> None:
    """Print name, version and authors, as the competitions want them of a bare call.

    >>> put_version()
    whyso ...
    The whyso authors
    """
    click.echo(f"whyso {version('whyso')}\nThe whyso authors")


def solve(
    problem: str,
    file: str,
    argument: str | None = None,
    *,
    form: str | None = None,
    timeout: float | None = None,
    limit: int | None = None,
) -> None:
    """Solve a task and print the answer.

    Args:
        problem: such as ``SE-PR``; see :func:`problems`.
        file: the framework; ``-`` is standard input.
        argument: what DC and DS ask about.
        form: the format, if the suffix does not tell.
        timeout: seconds from now after which to give up.
        limit: how many extensions EE prints at most.

    Raises:
        FormatError: there is no such format.
        InputError: the file cannot be read, or is broken (with the line).
        UnknownNameError: there is no such task, or no such argument.
        UnansweredError: the time is over.
        UsageError: the task needs an argument, or none.
    """
    if problem not in problems():
        raise UnknownNameError("task", problem, problems())
    asks, _, semantics = problem.partition("-")
    if (asks in ("DC", "DS")) != (argument is not None):
        needs = "asks about an argument; name it with -a" if argument is None else "takes no -a"
        raise click.UsageError(f"{problem} {needs}")
    deadline = Deadline(timeout)
    with killable():
        if file == STDIN:
            framework = parse_framework(sys.stdin.buffer.read(), form or "af", "standard input")
        else:
            framework = read_framework(file, form=form)
        solver = Solver(framework, semantics, timeout=deadline)
        if argument is not None:
            _decide(solver, framework.index(argument), some=asks == "DC")
        elif asks == "SE":
            _put(framework, solver.extension())
        elif asks == "CE":
            click.echo(solver.count())
        else:
            _put_all(solver, limit)


def _put_all(solver: Solver, limit: int | None) -> None:
    number = 0
    for found in itertools.islice(solver.extensions(), limit):
        _put(solver.framework, found)
        number += 1
    if not number:
        click.echo("NO")
    elif number == limit:
        click.echo(f"At most {limit} were asked for; there may be more.", err=True)


def _decide(solver: Solver, number: int, *, some: bool) -> None:
    found = solver.witness(number, accepted=some)
    click.echo("YES" if (found is not None) == some else "NO")
    if found is not None:
        _put(solver.framework, found)


def _put(framework: Framework, found: Ints | None) -> None:
    if found is None:
        click.echo("NO")
        return
    names = framework.names
    words = [str(names[number]) for number in found.tolist()]
    click.echo(" ".join(["w", *("_".join(word.split()) for word in words)]))
