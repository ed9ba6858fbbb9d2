"""Read, search and check the Standard and what goes with it."""
