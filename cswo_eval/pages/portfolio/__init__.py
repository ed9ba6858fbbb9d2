"""What a portfolio holds, section by section, as blocks: a portfolio is one document, and its parts may stand alone."""
