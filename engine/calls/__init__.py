"""The path of a call: what becomes of it, why, and which line of which file decided.

Simulation, expectations, the effect of a change and live calls use ``engine.calls.path.decide`` and nothing else.
"""
