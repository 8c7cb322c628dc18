"""What data say about a parameter: likelihoods of coins, counts and measurements."""
