"""`mindspore.dataset.transforms`: operations on rows of any kind."""
