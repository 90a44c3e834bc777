"""The things we lend: devices and their accessories, the storage media inside them, and the labels on them.

Here stands what a device is, of which class and in which state; what happens to it in the workshop or at the desk
belongs to the chapters above. The package hardware reads what a machine says about itself.
"""
