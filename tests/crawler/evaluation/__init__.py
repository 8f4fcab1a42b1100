"""The evaluation set: invented articles in many frames, mutated one thing at a time, and outages.

`python -m tests.crawler.evaluation` prints its table.
"""
