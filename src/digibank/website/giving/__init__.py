"""A few questions for whoever wants to give a device: one per page, without script, kept nowhere before the last."""
