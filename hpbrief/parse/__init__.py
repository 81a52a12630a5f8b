"""Vietnamese words to values: numbers, units, periods, cues, legal references. Rules are data in reference/.

In: words of a text in lower case. Out: numbers, units, times, citations, senses of phrases.
"""
