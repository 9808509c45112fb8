"""Facts recorded from real MindSpore, and the tests that hold msjax to them."""
