"""The subject of the course, sorted by concept: likelihoods, beliefs, losses, regularizers, samplers, and training."""
