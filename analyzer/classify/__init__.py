"""Which advice is given and which problem is brought; and the models behind all labels."""
