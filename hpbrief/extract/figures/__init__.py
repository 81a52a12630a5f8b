"""The numbers of a sentence, each put a row of questions: goal, measure, subject, period, place, base.

In: a sentence and what earlier ones lend. Out: figures and goals.
"""
