"""Every mail the product sends, as its reader would get it, with made-up data."""
