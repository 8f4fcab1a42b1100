"""Every word of ours that a reader of a digest gets, and nothing else; templates hold no sentence.

The French of the first edition stands here; another edition is another translation of these modules.
"""
