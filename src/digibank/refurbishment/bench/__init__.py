"""What runs on the bench beside the drive, without Digibank: one file each, with nothing but Python's own library."""
