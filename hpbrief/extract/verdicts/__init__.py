"""What officials say of goals: counts, names, claims.

In: a sentence and what was told before it. Out: what is stated of goals, each with its rule.
"""
