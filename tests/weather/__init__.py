"""Bad weather, a sample of it."""
