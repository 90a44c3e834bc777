"""How days, hours and numbers are written, per language."""
