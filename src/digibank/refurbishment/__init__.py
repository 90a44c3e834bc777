"""How a donated device is put in order again.

Inspection, erasure, repair, installation, quality check, and the reuse record that the law asks for.
A device leaves the workshop only when every storage medium in it is accounted for.
"""
