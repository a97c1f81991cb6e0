"""Builds the committed data of this room from pinned sources; run by a maintainer, never by the product."""
