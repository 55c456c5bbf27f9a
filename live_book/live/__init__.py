"""Cells that run: the button of a page, where its Python comes from, whom it may talk to, the server."""
