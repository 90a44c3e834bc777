"""Dutch, as in Belgium."""
