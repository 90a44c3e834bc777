"""Pages of devices: the list, intake, one device, its storage and parts, what is gone, and the classes."""
