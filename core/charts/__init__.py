"""Charts: Altair in, a constant spec out."""
