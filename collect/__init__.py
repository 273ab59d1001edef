"""采: sources → items. The only network reader; sends nothing but GET.

Nothing is imported here: every reading process loads this package, and would load the network with it.
"""
