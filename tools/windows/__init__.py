"""Makes the folder for PCs without Python: Python's embeddable distribution, jcplan and what it needs, all offline.

::

    python -m tools.windows --python python-3.13.9-embed-amd64.zip --wheels wheels -o "build/JC-Planung"

The folder runs wherever it lies, on a memory stick or a share, for no path in it is absolute. Nothing is run while it
is made, so that it is the same on every system.
"""
