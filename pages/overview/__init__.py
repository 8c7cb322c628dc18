"""The overview: training a model is statistical inference."""
