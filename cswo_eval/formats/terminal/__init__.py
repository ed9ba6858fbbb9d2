"""Write blocks to a terminal: with Rich, or plain in one column. The same content, in the same order."""
