"""风: briefings → pages, charts, editions, feeds, digests."""
