"""Parts of one lesson each, where a lesson is too long for its file."""
