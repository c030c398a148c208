"""How fast the book's methods are beside three libraries, and beside the network's own passes: `make bench`."""
