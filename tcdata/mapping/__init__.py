"""Headings and values → canonical names and codes; ids → keyed hashes; people's names left out."""
