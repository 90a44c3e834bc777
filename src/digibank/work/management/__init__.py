"""Commands of work."""
