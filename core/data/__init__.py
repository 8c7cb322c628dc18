"""Real data, each with its source."""
