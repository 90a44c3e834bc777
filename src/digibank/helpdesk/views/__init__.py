"""Pages of the help points."""
