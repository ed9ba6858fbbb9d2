"""One module a command, imported only for that command."""
