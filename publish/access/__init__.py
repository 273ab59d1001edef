"""Who may read the site: anybody, whom a host lets in, or whoever has the key."""
