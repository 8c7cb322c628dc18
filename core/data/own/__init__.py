"""Reading the learner's own data: pasted text and CSV files."""
