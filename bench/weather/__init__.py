"""Bad weather: what strangers, full disks and jumping clocks do to the course, and what they do not."""
