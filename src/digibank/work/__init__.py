"""Work that nobody waits for: jobs that claim due rows under a lease, and the schedule that starts them."""
