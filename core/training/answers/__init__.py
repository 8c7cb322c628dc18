"""The two of the six inference methods that train with torch: Monte Carlo dropout and the deep ensemble."""
