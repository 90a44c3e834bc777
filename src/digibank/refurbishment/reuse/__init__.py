"""The reuse record of a device (hergebruikfiche): what was done with it, step after step, and never by or for whom."""
