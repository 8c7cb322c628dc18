"""A lesson on paper: the hand-out, and the style of the browser's own Print."""
