"""Six answers to one classification problem, from the MLE to the full posterior."""
