"""The shortcodes of Argdown, https://argdown.org/guide/using-logical-symbols-and-emojis.html.

A name stands between two colons or two full stops: ``:up:`` and ``.up.`` are the same sign.
"""

from typing import Final

__all__ = ["SHORTCODES"]

_SIGNS: Final = """
A ∀|E ∃|O 𝗢|P 𝗣|-> →|<-> ↔|~ ¬|^ ∧|v ∨|v_ ⊻|<> ◇|[] ◻|happy 😀|smile ☺|smiley ☺|laugh 😆|lol 😆
rofl 🤣|joy 😂|heart ❤|? ❓|question ❓|love 😍|wink 😉|shush 🤫|meh 😐|eye-roll 🙄|sad 😢
disappointed 😞|scream 😱|+1 👍|up 👍|-1 👎|down 👎|think 🤔|star ⭐|y ✔|agree ✔|n ❌|disagree ❌
"""

SHORTCODES: Final[dict[str, str]] = {
    f"{mark}{name}{mark}": sign
    for name, sign in (entry.split(" ") for entry in _SIGNS.strip().replace("\n", "|").split("|"))
    for mark in ".:"
} | {":smile:": "☺\ufe0f"}
"""What each shortcode stands for; ``:smile:`` asks for the coloured sign."""
