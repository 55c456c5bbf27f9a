"""What an author writes → what Sphinx keeps: formulas, questions, exercises' verdicts, plots, widgets."""
