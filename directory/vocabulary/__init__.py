"""The coded terms that listings, trials and searches share.

Every vocabulary is a closed list whose members hold a bit position, so that a set of codes is one integer column
and "has any of these" is one `&`. A bit position is never reused: stored masks would change their meaning.
"""
