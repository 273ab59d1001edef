"""判: items → readings → stories → grades. Pure: no clock, no disk, no network; ``now`` is an argument.

The ways in: :class:`analyze.read.Reader` (items → readings) and :func:`analyze.stories.tell.tell` (readings → stories).
"""
