"""Questions about attempts, refreshers, measurements and items; plain data out."""
