"""The methods of `Dataset` that append a step to a pipeline."""


class Chaining:
    """What can be appended to a pipeline; `Dataset` derives from it."""
