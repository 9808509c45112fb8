"""What everything stands on: tensors, operators, gradients, pure functions, context, random."""
