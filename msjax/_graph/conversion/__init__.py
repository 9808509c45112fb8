"""Python's control flow over tensors as steps of the compiled program.

A function whose `if`, `while`, `and`, … ask for the value of a tensor cannot be traced as it
stands. It is converted: diastatic-malt rewrites such statements as calls of the functions in
`operators.py`. Where the condition is known while tracing they do what Python does; where it is
not, both branches, or the loop's body, are traced and become `lax.cond` and `lax.while_loop`.
"""

from msjax._graph.conversion.staging import NotStagedError, converting

__all__ = ["NotStagedError", "converting"]
