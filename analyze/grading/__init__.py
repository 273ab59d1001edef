"""评级 How hot and how grave a story is, and which type its evidence suggests; each a sum that can be checked."""
