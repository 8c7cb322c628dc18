"""What a learner takes along: the menu Save, the lesson as a notebook, and what is on the page for both."""
