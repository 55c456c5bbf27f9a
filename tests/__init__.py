"""Tests. Several workers keep the processors busy: threads that wait for one another would take what others need."""

from live_book import threads

threads.one_each()
