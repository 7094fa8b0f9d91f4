"""How fast the product is, each time against a floor or a peer measured in the same run.

`python -m benchmarks [NAME…]` prints one table; `--help` lists the names.
"""
