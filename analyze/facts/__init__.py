"""What a piece is and what it names: kind, complaint, places, names, credits, harm."""
