"""The sections of the gap analysis."""
