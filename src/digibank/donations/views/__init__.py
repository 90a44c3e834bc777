"""Pages of donations: what donors offer, what comes in, loose parts, and the few questions for donors themselves."""
