"""Fill in the questions in Excel or Word, and take the answers in."""
