"""A small region whose desks do whatever desks can do, in any order; and the books of a clerk with a pencil beside it.

The walks are driven by tests/test_region.py and by ./digibank soak region.
"""
