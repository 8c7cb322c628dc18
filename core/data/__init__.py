"""Data sets, real and made up, each with its source; ``own`` reads the learner's data."""
