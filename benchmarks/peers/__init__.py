"""What others offer, set up for the benchmarks."""
