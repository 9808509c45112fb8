"""Statements of one operation each."""

import ast

import pytest

from msjax.rewrite.flattening import flatten
from msjax.rewrite.naming import Names

CASES = {
    "y = f(g(x), h(x))": "h_var = h(x)\ng_var = g(x)\ny = f(g_var, h_var)",
    "y = f(g(h(x)))": "h_var = h(x)\ng_var = g(h_var)\ny = f(g_var)",
    "y = a + b * c - d": "mult_var = b * c\nadd_var = a + mult_var\ny = add_var - d",
    "y = x.f().g(k=-1)": "usub_var = -1\nf_var = x.f()\ny = f_var.g(k=usub_var)",
    "y = self.rows[0](x)": "subscript_var = self.rows[0]\ny = subscript_var(x)",
    "y = make()(x)": "make_var = make()\ny = make_var(x)",
    "y = f(x)(a)(b)": "f_var = f(x)\nfunction_var = f_var(a)\ny = function_var(b)",
    "return f(x), g(x).shape": (
        "g_var = g(x)\nf_var = f(x)\ntuple_var = (f_var, g_var.shape)\nreturn tuple_var"
    ),
    "return x if a else f(x)": "ifexp_var = x if a else f(x)\nreturn ifexp_var",
    "return x": "return x",
    "a = b = f(x)": "b = f(x)\na = b",
    "a.b = c = f(x)": "a.b = c = f(x)",
    "y = f(x) and g(x)": "f_var = f(x)\ny = f_var and g(x)",
    "y = f(x) < g(x) < h(x)": "g_var = g(x)\nf_var = f(x)\ny = f_var < g_var < h(x)",
    "y = f(x)[0]": "y = f(x)[0]",
    "y = lambda a: f(g(a))": "y = lambda a: f(g(a))",
    "y = [f(g(a)) for a in x]": "y = [f(g(a)) for a in x]",
    "f(g(x))": "f(g(x))",
    "x += f(g(x))": "x += f(g(x))",
    "if f(x):\n    y = f(g(x))": "f_var = f(x)\nif f_var:\n    y = f(g(x))",
    "for a in f(x):\n    pass": "f_var = f(x)\nfor a in f_var:\n    pass",
    "for a in self.rows:\n    pass": "self_rows = self.rows\nfor a in self_rows:\n    pass",
    "while f(x):\n    pass": "while f(x):\n    pass",
    "y = f(*g(x), **h(x))": "y = f(*g(x), **h(x))",
}


@pytest.mark.parametrize("code", CASES)
def test_flatten(code):
    body = flatten(ast.parse(code).body, Names())
    assert "\n".join(map(ast.unparse, body)) == CASES[code]


def test_names_that_are_taken_are_left_out():
    body = flatten(ast.parse("y = f(f(x))").body, Names(["f_var", "f_var_1"]))
    assert ast.unparse(body[0]) == "f_var_2 = f(x)"
