"""Vietnamese words to values: numbers, units, periods, cues, legal references. Rules are data in reference/."""
