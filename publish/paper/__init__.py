"""纸面: editions and reports as documents in official form, for those who pass paper upward."""
