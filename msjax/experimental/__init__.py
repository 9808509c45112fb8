"""What MindSpore calls experimental: optimizers with groups of Parameters as in PyTorch."""
