"""Pages of the moderators' side: load, permit, one action or one query, render or redirect."""
