"""What is no face: the easy and the hard, in every tone, on the same grounds and under the same light as faces."""
