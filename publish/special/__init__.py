"""专报: when one is owed, and what it says; pure."""
