"""An incident's handling report, as a page and as a document."""
