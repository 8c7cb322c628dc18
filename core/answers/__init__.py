"""Six inference methods on one classification problem, from the MLE to the full posterior."""
