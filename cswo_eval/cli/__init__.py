"""The command line: the only room that asks, prints, reads the clock, and turns an error into an exit status."""
