"""Pages of requests and loans, by what one does there."""
