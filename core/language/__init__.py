"""Next-word prediction: splitting text into words, word counts, and a gradient step of a softmax."""
