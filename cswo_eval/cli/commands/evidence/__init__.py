"""Your register of evidence: what shows a competency, or speaks against it; and reflective accounts."""
