"""Makes what a release hands out, in ``dist/``: sdist, wheel, list of parts, licences, checksums. Uploads nothing.

::

    python -m tools.release              # refuses what is not ready
    python -m tools.release --rehearsal  # names it and goes on
"""
