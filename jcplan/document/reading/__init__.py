"""Reads any planning document: its paragraphs, the figures in them, and which figure of the plan each could be."""
