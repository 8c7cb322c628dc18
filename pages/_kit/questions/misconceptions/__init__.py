"""The catalog of misconceptions behind wrong answers, by theme, each with its source."""
