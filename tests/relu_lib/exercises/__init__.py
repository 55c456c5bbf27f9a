"""Answers to the book's exercises, one file a chapter: likely wrong ones with what helps, unusual right ones.

WRONG: label → pairs (answer, part of the sentence that helps). RIGHT: label → answers, the plainest first.
"""
