"""Words for people: counting, dates in and out, listing, making text visible, problems as values."""
