"""Pages of the provider's side: load, permit, one action or one query, render or redirect."""
