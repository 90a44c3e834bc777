"""Pages of accounts: coming in, one's own account and its second lock, and colleagues."""
