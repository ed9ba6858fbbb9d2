"""How each fault of a record can be mended: what is offered, and doing it. Nothing is ever destroyed."""
