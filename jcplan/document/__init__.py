"""The planning document in Word: written from the plan, and later brought up to date in the office's own text."""
