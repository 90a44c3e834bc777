"""What is typed about offers and donations."""
