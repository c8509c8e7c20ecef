"""What a pupil promises: understood, signed promise by promise, sealed in a chain, and checkable by anyone.

A pledge is a simple electronic signature plus the school's seal, and is never called more than that.
"""
