"""Binder: what a chapter's launch button opens, and `make binder-check`, which tries it for every chapter.

This module imports nothing: Binder runs `lib.site.binder.words` in an environment without Sphinx or a browser.
"""
