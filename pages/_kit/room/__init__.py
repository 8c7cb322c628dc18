"""The room: many phones answer one presenter's questions, and the lessons draw what all of them say."""
