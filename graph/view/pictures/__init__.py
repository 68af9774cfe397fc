"""The map as a picture that needs no browser: SVG in pure Python, PNG by an extra."""
