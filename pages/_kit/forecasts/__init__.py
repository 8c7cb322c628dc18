"""The learner's forecasts: questions answered with probabilities, kept, scored and shown."""
