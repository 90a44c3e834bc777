"""What ./digibank bench compares with: a bare Django view that does the same work in the database and no more."""
