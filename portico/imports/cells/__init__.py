"""Understanding cells: each module reads one kind of value, or says why not."""
