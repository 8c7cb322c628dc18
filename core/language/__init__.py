"""Next-word prediction: word counts, and one gradient step of a softmax."""
