"""The handbook: pages from Markdown, and pictures from workbooks made for them."""
