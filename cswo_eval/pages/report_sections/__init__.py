"""The sections of a report, each made from what its readers may see."""
