"""The terminal: what commands open, how they print, how they fail."""
