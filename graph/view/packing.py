"""Packing the page's script: shorter names, no blanks; run by ``make script`` when a part changed.

What is packed stands beside its parts, so that neither building nor using whyso needs a minifier.
"""

from pathlib import Path

from whyso.graph.view.page import joined, mark

__all__ = ["PACKED", "pack"]

PACKED = Path(__file__).with_name("page.packed.js")


def pack() -> str:
    """Return the packed script, with the mark of what was packed.

    >>> pack().startswith(mark(joined()))
    True
    """
    import minify

    plain = joined()
    return f"{mark(plain)}{minify.string('application/javascript', plain)}\n"


if __name__ == "__main__":
    PACKED.write_text(pack(), "utf-8")
    print(f"{PACKED.name}: {PACKED.stat().st_size} bytes")
