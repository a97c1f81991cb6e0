"""Signed checkpoints of the decision log, kept where the database cannot reach."""
