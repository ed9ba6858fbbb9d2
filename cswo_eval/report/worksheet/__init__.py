"""The questions as a workbook or a Word document, to fill in away from the terminal. `sharing/worksheet` reads them back."""
