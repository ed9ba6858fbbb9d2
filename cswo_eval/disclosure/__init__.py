"""What of a record may leave it, and for whom."""
