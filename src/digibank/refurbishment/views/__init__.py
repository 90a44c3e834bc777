"""Pages of the workshop: the board, and one card for each device that says what to do now."""
