"""The subject: probability models and their likelihoods, in numpy and scipy."""
