"""How it is wired; nothing about what it does."""
