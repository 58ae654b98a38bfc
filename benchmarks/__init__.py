"""How fast Trunkline is, as ratios measured in one run against a limit or a peer on the same work.

Run with ``script/bench [NAME...] [--json FILE]``. One module of ``cases`` is one benchmark.
"""
