"""重复 Which items say what an earlier one said."""
