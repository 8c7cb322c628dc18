"""Code that two or more lessons share: page frame, fields, figures, charts, prose and playback."""
