"""The topic language: from a written rule to the words that made it match."""
