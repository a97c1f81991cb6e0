"""Database triggers: what the tables refuse even to raw SQL, on SQLite and PostgreSQL."""
