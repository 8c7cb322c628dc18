"""Standard losses as negative log-likelihoods: their texts, and their values by scipy and in closed form."""
