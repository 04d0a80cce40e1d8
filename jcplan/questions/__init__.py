"""Questions to the plan, by the names of its inputs: why, what would it take, how sure.

Each is a few calls of ``plan.compute`` on arrays, and built on nothing else.
"""
