"""The clinic's own website: read politely, screened, kept as evidence."""
