"""观点 What media, officials and the public say; the account of what happened; new angles and reversals."""
