"""The demonstration: fictional providers whose stories are told through the product's own actions."""
