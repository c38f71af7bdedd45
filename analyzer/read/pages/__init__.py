"""Pages: text, Markdown and HTML to blocks, and blocks to talk and what stands beside it."""
