"""The charts of this lesson, one file a scene."""
