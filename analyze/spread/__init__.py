"""传播 Where a story was seen first, by whom it was passed on, which channels it crossed."""
