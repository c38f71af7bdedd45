"""What speakers are called: names, spellings of one name, names the talk gives away, choices."""
