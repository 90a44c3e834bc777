"""What keeps an installation going: is it whole, is it well, and may this code touch this database."""
