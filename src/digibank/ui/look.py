"""How a person wants the pages to look: light, dark, high contrast; and whether single keys act."""

THEMES = ["auto", "light", "dark", "contrast"]
THEME_COOKIE = "look"
KEYS_COOKIE = "keys"
YEAR = 365 * 24 * 3600
