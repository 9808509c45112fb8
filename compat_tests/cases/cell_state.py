"""Buffers, state_dict, load_state_dict, load_param_into_net, hooks of a Cell."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn

MODES = ("pynative",)


class Leaf(nn.Cell):
    def __init__(self, value=1.0):
        super().__init__()
        self.w = Parameter(Tensor([value, value]), name="w")

    def construct(self, x):
        return x * self.w


class Stateful(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = Parameter(Tensor([2.0]), name="scale")
        self.leaf = Leaf()
        self.register_buffer("count", Tensor([0.0]))
        self.register_buffer("scratch", Tensor([1.0]), persistent=False)

    def construct(self, x):
        return self.leaf(x) * self.scale + self.count


def case_buffer_attribute():
    net = Stateful()
    return net.count, type(net.count).__name__, net(Tensor([1.0, 2.0]))


def case_buffers_and_names():
    net = Stateful()
    return (
        list(net.buffers()),
        [name for name, _ in net.named_buffers()],
        [n for n, _ in net.parameters_and_names()],
    )


def case_buffer_replaced():
    net = Stateful()
    net.count = Tensor([5.0])
    return net.count, [name for name, _ in net.named_buffers()], net(Tensor([1.0, 2.0]))


def case_buffer_none():
    net = Leaf()
    net.register_buffer("nothing", None)
    return net.nothing, list(net.named_buffers())


def case_buffer_replaced_by_number():
    net = Stateful()
    net.count = 5.0
    return net.count


def case_buffer_not_a_tensor():
    return Leaf().register_buffer("bad", 3)


def case_buffer_name_not_string():
    return Leaf().register_buffer(3, Tensor([1.0]))


def case_buffer_name_with_dot():
    return Leaf().register_buffer("a.b", Tensor([1.0]))


def case_buffer_name_empty():
    return Leaf().register_buffer("", Tensor([1.0]))


def case_buffer_name_taken():
    return Leaf().register_buffer("w", Tensor([1.0]))


def case_buffer_registered_twice():
    net = Leaf()
    net.register_buffer("b", Tensor([1.0]))
    net.register_buffer("b", Tensor([2.0]))
    return net.b


def case_buffer_deleted():
    net = Stateful()
    del net.count
    return hasattr(net, "count"), [name for name, _ in net.named_buffers()]


def case_get_buffer():
    return Stateful().get_buffer("count")


def case_get_buffer_missing():
    return Stateful().get_buffer("nothing")


def case_named_buffers_nested():
    class Holder(nn.Cell):
        def __init__(self):
            super().__init__()
            self.inner = Stateful()

    net = Holder()
    return (
        [n for n, _ in net.named_buffers()],
        [n for n, _ in net.named_buffers(prefix="p")],
        [n for n, _ in net.named_buffers(recurse=False)],
    )


def case_buffer_updated_in_construct():
    class Counting(nn.Cell):
        def __init__(self):
            super().__init__()
            self.register_buffer("count", Tensor([0.0]))

        def construct(self, x):
            self.count = self.count + 1
            return x + self.count

    net = Counting()
    return net(Tensor([1.0])), net(Tensor([1.0])), net.count


def case_state_dict():
    table = Stateful().state_dict()
    return list(table), type(table).__name__, list(table.values())


def case_state_dict_prefix():
    return list(Stateful().state_dict(prefix="net."))


def case_state_dict_keep_vars():
    table = Stateful().state_dict(keep_vars=True)
    return [type(v).__name__ for v in table.values()]


def case_state_dict_destination():
    target = {}
    Stateful().state_dict(destination=target)
    return list(target)


def case_state_dict_is_detached():
    net = Leaf()
    table = net.state_dict()
    net.w.set_data(Tensor([9.0, 9.0]))
    return table["w"]


def case_load_state_dict():
    a, b = Stateful(), Stateful()
    a.scale.set_data(Tensor([50.0]))
    a.count = Tensor([7.0])
    result = b.load_state_dict(a.state_dict())
    return b.scale, b.count, not result.missing_keys


def case_load_state_dict_missing_key():
    return Leaf().load_state_dict({})


def case_load_state_dict_unexpected_key():
    return Leaf().load_state_dict({"w": Tensor([1.0, 2.0]), "z": Tensor([1.0])})


def case_load_state_dict_not_strict():
    net = Leaf()
    result = net.load_state_dict({"z": Tensor([1.0])}, strict=False)
    return list(result.missing_keys), list(result.unexpected_keys)


def case_load_state_dict_wrong_shape():
    return Leaf().load_state_dict({"w": Tensor([1.0, 2.0, 3.0])})


def case_load_state_dict_other_dtype():
    net = Leaf()
    net.load_state_dict({"w": Tensor([5, 6])})
    return net.w


def case_load_state_dict_not_a_mapping():
    return Leaf().load_state_dict([1])


def case_load_state_dict_of_ndarrays():
    net = Leaf()
    net.load_state_dict({"w": np.array([5.0, 6.0], np.float32)})
    return net.w


def case_load_state_dict_nested():
    class Holder(nn.Cell):
        def __init__(self):
            super().__init__()
            self.inner = Stateful()

    net = Holder()
    state = net.state_dict()
    state["inner.leaf.w"] = Tensor([8.0, 8.0])
    net.load_state_dict(state)
    return list(state), net.inner.leaf.w


def case_extra_state():
    class Extra(Leaf):
        def get_extra_state(self):
            return Tensor([42.0])

        def set_extra_state(self, state):
            self.loaded = state

    a, b = Extra(), Extra()
    b.load_state_dict(a.state_dict())
    return list(a.state_dict()), b.loaded


def case_load_param_into_net():
    net = nn.SequentialCell(Leaf(), Leaf())
    left = ms.load_param_into_net(net, {"0.w": Parameter(Tensor([5.0, 6.0]), name="0.w")})
    return net[0].w, left


def case_load_param_into_net_unexpected():
    net = Leaf()
    table = {"w": Parameter(Tensor([5.0, 6.0]), name="w"), "z": Parameter(Tensor([1.0]), name="z")}
    return ms.load_param_into_net(net, table), net.w


def case_load_param_into_net_wrong_shape():
    return ms.load_param_into_net(Leaf(), {"w": Parameter(Tensor([5.0]), name="w")})


def case_load_param_into_net_of_tensors():
    return ms.load_param_into_net(Leaf(), {"w": Tensor([5.0, 6.0])})


def case_save_and_load_checkpoint():
    import os
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "net.ckpt")
        net = Stateful()
        net.scale.set_data(Tensor([50.0]))
        ms.save_checkpoint(net, path)
        table = ms.load_checkpoint(path)
        fresh = Stateful()
        left = ms.load_param_into_net(fresh, table)
        return sorted(table), type(table["scale"]).__name__, fresh.scale, left


def hooked():
    return nn.SequentialCell(nn.Identity(), Leaf(3.0)), Tensor([1.0, 2.0])


def case_forward_pre_hook_changes_the_input():
    net, x = hooked()
    handle = net[1].register_forward_pre_hook(lambda cell, inputs: (inputs[0] * 10,))
    first = net(x)
    handle.remove()
    return first, net(x)


def case_forward_pre_hook_bare_return():
    net, x = hooked()
    net[1].register_forward_pre_hook(lambda cell, inputs: inputs[0] * 10)
    return net(x)


def case_forward_pre_hook_none():
    net, x = hooked()
    seen = []
    net[1].register_forward_pre_hook(
        lambda cell, inputs: seen.append((type(cell).__name__, inputs))
    )
    return net(x), seen


def case_forward_hook_changes_the_output():
    net, x = hooked()
    handle = net[1].register_forward_hook(lambda cell, inputs, output: output + 100)
    first = net(x)
    handle.remove()
    return first, net(x)


def case_forward_hook_arguments():
    net, x = hooked()
    seen = []
    net[1].register_forward_hook(
        lambda *arguments: seen.append((type(arguments[0]).__name__, *arguments[1:]))
    )
    net(x)
    return seen


def case_forward_hooks_order():
    net, x = hooked()
    net[1].register_forward_hook(lambda cell, inputs, output: output + 1)
    net[1].register_forward_hook(lambda cell, inputs, output: output * 10)
    return net(x)


def case_forward_hook_prepend():
    net, x = hooked()
    net[1].register_forward_hook(lambda cell, inputs, output: output + 1)
    net[1].register_forward_hook(lambda cell, inputs, output: output * 10, prepend=True)
    return net(x)


def case_forward_hook_with_kwargs():
    class Keyword(nn.Cell):
        def construct(self, x, scale=1.0):
            return x * scale

    net = Keyword()
    seen = []
    net.register_forward_hook(
        lambda c, args, kwargs, out: seen.append((args, kwargs, out)), with_kwargs=True
    )
    net(Tensor([1.0]), scale=5.0)
    return seen


def case_forward_pre_hook_with_kwargs():
    class Keyword(nn.Cell):
        def construct(self, x, scale=1.0):
            return x * scale

    net = Keyword()
    net.register_forward_pre_hook(lambda c, args, kwargs: (args, {"scale": 7.0}), with_kwargs=True)
    return net(Tensor([1.0]), scale=5.0)


def case_forward_hook_not_callable():
    return Leaf().register_forward_hook(3)


def case_forward_pre_hook_not_callable():
    return Leaf().register_forward_pre_hook("a")


def case_backward_hook_not_callable():
    return Leaf().register_backward_hook(3)


def case_hook_handle_type():
    return type(Leaf().register_forward_hook(lambda c, i, o: o)).__name__


def case_hook_removed_twice():
    handle = Leaf().register_forward_hook(lambda c, i, o: o)
    handle.remove()
    handle.remove()
    return True


def case_forward_hook_is_differentiated():
    net, x = hooked()
    net[1].register_forward_hook(lambda cell, inputs, output: output * output)
    return ms.grad(net)(x)


def case_forward_hook_of_the_outer_cell():
    net, x = hooked()
    net.register_forward_hook(lambda cell, inputs, output: output * 2)
    return net(x)


def case_state_dict_hooks():
    net = Leaf()
    net.register_state_dict_pre_hook(
        lambda cell, prefix, keep_vars: cell.w.set_data(Tensor([7.0, 7.0]))
    )
    return net.state_dict()["w"]


def _assigned():
    net = Stateful()
    return Tensor([5.0]), ["count", "scratch"], net(Tensor([1.0, 2.0])) + 5


_BUFFER = "MindSpore 2.10 refuses a Tensor by mistake, although its message asks for one"
INTENDED = {
    "buffer_replaced": (_assigned, _BUFFER),
    "buffer_updated_in_construct": (
        lambda: (Tensor([2.0]), Tensor([3.0]), Tensor([2.0])),
        _BUFFER,
    ),
    "load_state_dict": (
        lambda: (
            Parameter(Tensor([50.0]), name="scale"),
            Tensor([7.0]),
            True,
        ),
        _BUFFER,
    ),
}
