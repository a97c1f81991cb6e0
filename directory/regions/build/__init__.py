"""Builds the committed data of this room from pinned sources; a maintainer runs it, the product never does."""
