"""Slides: a deck for each part of the book, made of the built pages' own figures and of the claims they rest on."""
