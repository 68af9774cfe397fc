"""The library: load an argument, look into it, analyse it, draw it, exchange it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whyso.graph.errors import WhysoError
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.opening import load, parse, sample
else:

    def __getattr__(name: str) -> Any:
        """Import what is asked for: the command line's help must not wait for engines."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from whyso.graph import errors, opening

        return getattr(errors if name == "WhysoError" else opening, name)


__all__ = ["ArgumentGraph", "WhysoError", "load", "parse", "sample"]
