"""The course: one script and one package for each lesson, and the kit that the lessons share."""
