"""Support: what an OCMW gives a resident, as the desk may know it: what, how much, until when; never why."""
