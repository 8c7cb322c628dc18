"""The learner's own data, from bytes to values."""
