"""How staff come in: the desk they start from, and the pages that join several chapters."""
