"""What commands share: options, finding files, talk on standard error, words for results."""
