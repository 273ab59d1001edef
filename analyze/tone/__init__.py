"""倾向 Tone: lexicon, surroundings, fitted tables, and the desk's own labels."""
