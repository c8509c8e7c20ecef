"""The seal: canonical bytes, salted commitments, Ed25519, one hash chain per school.

Pure: nothing here knows the database or the web. The format is written down in ``docs/pledge-format.md``.
"""
