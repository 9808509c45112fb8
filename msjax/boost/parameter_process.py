"""Parameters in groups, for optimizers.

Source: https://www.mindspore.cn/docs/en/master/api_python/boost/mindspore.boost.ParameterProcess.html
"""

from __future__ import annotations


class ParameterProcess:
    """Makes groups of Parameters."""

    def __init__(self):
        self._parameter_indices = 1

    def assign_parameter_group(self, parameters, split_point=None):
        """Number the groups whose gradients devices exchange together, in `comm_fusion`.

        Args:
            parameters: a list or tuple of Parameters.
            split_point: where groups begin, a list of indices. Default: None, in the middle.

        Returns:
            `parameters`.
        """
        starts = split_point or [len(parameters) // 2]
        for i, p in enumerate(parameters):
            self._parameter_indices += i in starts
            p.comm_fusion = self._parameter_indices
        return parameters

    @staticmethod
    def generate_group_params(parameters, origin_params) -> list[dict]:
        """Return the groups of an optimizer for some of its Parameters.

        Args:
            parameters: the Parameters that are kept.
            origin_params: a list of Parameters; or of groups, dicts as optimizers take them.

        Returns:
            One group with `parameters`; or the groups without other Parameters.
        """
        if not isinstance(origin_params[0], dict):
            return [{"params": list(parameters)}]
        kept = {id(p) for p in parameters}
        groups = []
        for group in origin_params:
            if "order_params" in group:
                groups.append({"order_params": list(parameters)})
                continue
            chosen = [p for p in group["params"] if id(p) in kept]
            if chosen:
                groups.append({**group, "params": chosen})
        return groups
