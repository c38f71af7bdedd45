"""Labels corrected in the browser: what to look at first, and the page that is served for it."""
