"""The page that a participant's phone opens: one question at a time."""
