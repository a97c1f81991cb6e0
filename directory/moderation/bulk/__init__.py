"""Many rejections or hidings as a sequence of single decisions, with one preview and one reason. Nothing approves."""
