"""Which playbook holds for a case, how far it has been followed, and what a draft of a reply lacks."""
