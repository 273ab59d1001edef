"""预警: which alerts are raised, who is told, and what keeps quiet. Decides purely."""
