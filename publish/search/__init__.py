"""Archive search: records of what was published, as Pagefind bundles that a browser searches by itself."""
