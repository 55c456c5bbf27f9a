"""What fits are held against: answers that no fit can beat, or that a long search could not."""
