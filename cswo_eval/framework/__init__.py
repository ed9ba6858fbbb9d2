"""The Standard and everything that goes with it, as data: models, loading, cross-checks, fitting.

Nothing in this room knows who the owner is or what they answered.
"""
