"""Pages of the help points, by what one does there."""
