"""Pages → a hardened, versioned site: editions, the branch that is public, feeds."""
