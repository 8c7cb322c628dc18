"""The two of the six answers that are trained with torch: dropout and the deep ensemble."""
