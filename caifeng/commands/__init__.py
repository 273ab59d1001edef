"""One module a command that judges: explain, label, train, evaluate."""
