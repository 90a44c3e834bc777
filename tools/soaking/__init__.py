"""The long campaigns, one file each. A campaign takes a source of chance and a count and yields what went wrong."""
