"""The questions as a workbook or a Word document, to fill in away from the terminal; and back: opened within bounds, read,
understood by row, and merged into the round.
"""
