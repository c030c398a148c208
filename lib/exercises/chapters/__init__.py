"""The exercises of each chapter: a module's name is the second word of its labels."""
