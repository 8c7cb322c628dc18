"""Models that are trained with torch; no other part of core imports it."""
