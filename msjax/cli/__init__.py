"""The commands of `python -m msjax`."""
