"""Faces at scale: a detector from few images, a recogniser from drawn people, and what becomes of its errors."""
