"""`mindspore.parallel`: so far what programs ask of the parallel context."""
