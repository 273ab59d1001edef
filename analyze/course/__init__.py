"""演变 How a story runs: volume against the usual, bursts, stages with their turns, the next 24 hours."""
