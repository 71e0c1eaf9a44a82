"""What `takes` declares: conversion, shapes, messages, documentation."""

import doctest
import inspect
import pickle
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets import activations, convolution, losses, network, pooling, windows
from snippets.shapes import (
    Shape,
    axis_of,
    choice,
    gives_like,
    integer,
    labels,
    number,
    positive,
    shaped,
    share,
    sizes,
    takes,
)


@takes(x="... inputs", w="units inputs", b="units")
def dense(x, w, b):
    """Compute the totals of a layer.

    >>> dense([1, 2], [[3, 4]], [5])
    array([16.])
    """
    return x @ w.T + b


@takes(x="batch 1 8 8", y="batch channels", bias="channels, or zeros", z="...")
def mixed(x, y, bias=None, z=None):
    return x, y, bias, z


# Conversion


def test_numbers_arrive_as_floats_of_one_type():
    single, double = np.float32([[1, 2]]), np.array([[1.0, 2.0]])
    for w, expected in ((single, "f4"), (double, "f8"), ([[1, 2]], "f8")):
        assert dense(single, w, np.float32([0])).dtype == expected
    found = takes(x="n", y="n", z="n")(lambda x, y, z=None: (x, y))
    assert {a.dtype for a in found(np.float32([1]), [True])} == {np.dtype("f8")}
    assert {a.dtype for a in found(*np.ones((2, 3), "f4"))} == {np.dtype("f4")}


def test_arrays_that_fit_are_not_copied_and_none_are_changed():
    x = np.ones((2, 3))
    same = takes(x="...")(lambda x: x)
    assert same(x) is x
    integers = np.ones(3, int)
    assert same(integers).dtype == np.float64
    assert integers.dtype == int


@pytest.mark.parametrize("wrong", [["a"], [1j], [None], [{}]])
def test_what_is_no_real_number_is_a_type_error(wrong):
    for arguments in ((wrong, [[1]], [1]), ([1], [wrong], [1]), ([1], [[1]], wrong)):
        with pytest.raises(
            TypeError, match=r"[xwb] has dtype .*accepted: real numbers"
        ):
            dense(*arguments)


def test_a_default_of_none_is_left_and_zeros_are_made():
    *_, bias, z = mixed(np.ones((2, 1, 8, 8)), np.ones((2, 3)))
    np.testing.assert_array_equal(bias, np.zeros(3))
    assert z is None
    single = mixed(np.ones((2, 1, 8, 8), "f4"), np.ones((2, 3), "f4"))
    assert single[2].dtype == np.float32
    with pytest.raises(TypeError, match="b has dtype object"):
        dense([1], [[1]], None)


def test_a_single_number_comes_out_as_a_number():
    for x in (3, np.array(3), np.float32(3)):
        found = takes(x="...")(lambda x: np.where(x > 0, x, 0))(x)
        assert isinstance(found, np.floating)
    assert takes(x="...")(lambda x: (x, "kept"))(3)[1] == "kept"


def test_extreme_input_gives_its_limit_without_warnings():
    f = takes(x="...")(lambda x: (np.exp(x) * 1e300, 1 / (x - x), np.log(0 * x)))
    over, divided, log = f([800.0, 1.0])
    assert over[0] == np.inf
    assert np.isinf(divided).all()
    assert (log == -np.inf).all()
    assert np.isnan(takes(x="...")(lambda x: x - x)(np.inf))
    with pytest.warns(RuntimeWarning, match="overflow"):
        np.exp(np.array(800.0))  # and only within


# Shapes


@given(st.lists(st.integers(0, 3), max_size=3), st.integers(0, 3), st.integers(0, 3))
def test_leading_axes_are_any(leading, inputs, units):
    x, w = np.ones((*leading, inputs)), np.ones((units, inputs))
    assert dense(x, w, np.ones(units)).shape == (*leading, units)


@pytest.mark.parametrize(
    ("declared", "shapes", "message"),
    [
        ({"x": "n"}, [(1, 2)], r"x has shape \(1, 2\); accepted: \(n,\)"),
        ({"x": "n", "w": "n"}, [(3,), (2,)], r"w has shape \(2,\); accepted: \(3,\)"),
        (
            {"x": "n", "w": "n"},
            [(2,), (2, 1)],
            r"w has shape \(2, 1\); accepted: \(2,\)",
        ),
        ({"b": "()"}, [(1,)], r"b has shape \(1,\); accepted: \(\)"),
        (
            {"x": "... n", "w": "m n"},
            [(5, 3), (2, 4)],
            r"x has shape \(5, 3\); accepted: \(\.\.\., 4\), as w has",
        ),
        ({"x": "... n"}, [()], r"x has shape \(\); accepted: \(\.\.\., n\)"),
        ({"x": "a ... n"}, [(3,)], r"x has shape \(3,\); accepted: \(a, \.\.\., n\)"),
        (
            {"x": "n c h", "k": "o c k"},
            [(1, 2, 3), (4, 5, 6)],
            r"k has shape \(4, 5, 6\); accepted: c = 2, as x has",
        ),
        ({"x": "n 1 8"}, [(1, 8)], r"x has shape .*; accepted: \(n, 1, 8\)"),
        ({"x": "n 1 8"}, [(5, 1, 9)], r"\(5, 1, 9\); accepted: \(5, 1, 8\)"),
        ({"x": "...", "y": "..."}, [(2, 3), (3,)], r"y has shape \(3,\).*: \(2, 3\)"),
        (
            {"y": "like p", "p": "..."},
            [(2,), (2, 1)],
            r"y has shape \(2,\); accepted: \(2, 1\), the shape of p",
        ),
        ({"x": "n, not empty"}, [(0,)], r"x has shape \(0,\); accepted: no empty axis"),
    ],
)
def test_a_message_says_what_was_given_and_what_is_accepted(declared, shapes, message):
    names = ", ".join(declared)
    f = takes(**declared)(eval(f"lambda {names}: None"))
    with pytest.raises(ValueError, match=message):
        f(*map(np.ones, shapes))


def test_like_has_the_type_of_its_model():
    f = takes(y="like p", p="...")(lambda y, p: (y, p))
    for dtype in ("f4", "f8"):
        y, p = f([1, 0], np.array([0.5, 0.5], dtype))
        assert y.dtype == p.dtype == dtype


def test_shared_leading_axes_and_sizes_in_the_middle():
    f = takes(x="batch ... n", y="... m")(lambda x, y: (x.shape, y.shape))
    assert f(np.ones((7, 2, 3, 4)), np.ones((2, 3, 5))) == ((7, 2, 3, 4), (2, 3, 5))
    with pytest.raises(ValueError, match=r"accepted: \(2, 3, m\), as x has"):
        f(np.ones((7, 2, 3, 4)), np.ones((3, 2, 5)))


@pytest.mark.parametrize(
    ("condition", "right", "wrong", "message"),
    [
        ("0 to 1", [0, 0.5, 1], [0.5, 1.5], r"x has the entry 1\.5; accepted: 0 to 1"),
        ("0 to 1", [0], [np.nan], "x has the entry nan"),
        (
            "sums to 1",
            [0.5, 0.5],
            [0.5, 0.4],
            r"sum 0\.9; accepted: rows that sum",
        ),
        ("finite", [1e308], [np.inf], "x has the pixel inf; accepted: finite"),
        ("above 0", [1e-9], [1, 0], r"x is \[1\. 0\.\]; accepted: above 0 in each"),
        ("not empty", [1], [], "accepted: no empty axis"),
    ],
)
def test_conditions(condition, right, wrong, message):
    f = takes(x=f"..., {condition}")(lambda x: x)
    np.testing.assert_array_equal(f(right), right)
    with pytest.raises(ValueError, match=message):
        f(wrong)


def test_a_mistaken_declaration_is_refused_where_it_stands():
    with pytest.raises(ValueError, match="condition is 'not so'; accepted: 'or"):
        takes(x="n, not so")
    with pytest.raises(KeyError, match="z"):
        takes(z="n")(lambda x: x)
    for function in (lambda x, *more: x, lambda x, **more: x):
        with pytest.raises(TypeError, match="accepted: arguments with names"):
            takes(x="n")(function)


# What is no array


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "error", "message"),
    [
        (integer(2), 2, 1, ValueError, "v is 1; accepted: an integer of at least 2"),
        (integer(), 0, 0.5, TypeError, "v is 0.5; accepted: an integer"),
        (choice("a", "b"), "b", "c", ValueError, "v is 'c'; accepted: 'a', 'b'"),
        (positive, 0.1, 0, ValueError, "v is 0; accepted: above 0 and finite"),
        (positive, 1, np.inf, ValueError, "v is inf"),
        (share, 0, 1, ValueError, "v is 1; accepted: at least 0 and less than 1"),
        (share, 0.9, np.nan, ValueError, "v is nan"),
        (number, 2, "a", ValueError, "could not convert"),
        (sizes("a b"), (1, 2), (1,), ValueError, r"v is \(1,\); accepted: 2 sizes"),
        (
            sizes("a"),
            [3],
            [0],
            ValueError,
            "v is 0; accepted: an integer of at least 1",
        ),
        (sizes("a a"), (2, 2), (2, 3), ValueError, r"v is \(2, 3\); accepted: a = 2"),
        (labels("n"), [1], [[1]], ValueError, r"v has shape \(1, 1\)"),
    ],
)
def test_other_kinds(kind, right, wrong, error, message):
    f = takes(v=kind)(lambda v: v)
    assert f(right) == right or list(f(right)) == list(right)
    with pytest.raises(error, match=message):
        f(wrong)


def test_numbers_become_pythons_own_and_labels_stay_what_they_are():
    for kind in (number, positive, share):
        assert type(takes(v=kind)(lambda v: v)(np.float64(0.5))) is float
    assert takes(v=labels("n"))(lambda v: v)([3, 1]).dtype == int


def test_sizes_of_two_arguments_agree_by_name():
    f = takes(a=sizes("c h"), b=sizes("o c"))(lambda a, b: (a, b))
    assert f((1, 2), [3, 1]) == ((1, 2), (3, 1))
    with pytest.raises(ValueError, match=r"b is \(3, 4\); accepted: c = 1, as a has"):
        f((1, 2), (3, 4))


def test_an_axis_has_entries():
    f = takes(x="...", axis=axis_of("x"))(lambda x, axis: axis)
    assert f(np.ones((2, 3)), -2) == -2
    for axis, shape in ((2, (2, 3)), (-3, (2, 3)), (0, (0, 3)), (0, ())):
        with pytest.raises(ValueError, match=f"axis is {axis}; accepted: an axis of x"):
            f(np.ones(shape), axis)


def test_a_computed_shape_and_the_result_of_a_function():
    f = takes(g=shaped(lambda x: (len(x), 2), "x"), x="n")(lambda g, x: g)
    assert f(np.ones((3, 2)), np.ones(3)).shape == (3, 2)
    with pytest.raises(ValueError, match=r"g has shape \(2, 3\); accepted: \(3, 2\)"):
        f(np.ones((2, 3)), np.ones(3))
    call = takes(h=gives_like("x"), x="...")(lambda h, x: h(x))
    np.testing.assert_array_equal(call(lambda x: [1, 2], [0, 0]), [1, 2])
    with pytest.raises(ValueError, match=r"h has shape \(3,\); accepted: \(2,\)"):
        call(lambda x: [1, 2, 3], [0, 0])


# What a decorated function still is


def test_calls_by_position_and_by_name_are_alike_and_wrong_ones_pythons():
    w, b = [[3, 4]], [5]
    assert dense([1, 2], w, b) == dense(b=b, x=[1, 2], w=w) == dense([1, 2], w, b=b)
    for call, message in (
        (lambda: dense([1], w), "missing 1 required positional argument: 'b'"),
        (lambda: dense([1], w, b, 4), "takes 3 positional arguments but 4"),
        (lambda: dense([1], w, b, c=4), "unexpected keyword argument 'c'"),
        (lambda: dense([1], w, b, x=4), "multiple values for argument 'x'"),
        (lambda: dense([1], w, c=4), r"unexpected keyword argument 'c'|missing 1"),
    ):
        with pytest.raises(TypeError, match=message):
            call()


def test_name_signature_module_and_pickle_survive():
    assert dense.__name__ == dense.__qualname__ == "dense"
    assert dense.__module__ == __name__
    assert list(inspect.signature(dense).parameters) == ["x", "w", "b"]
    assert dense.__wrapped__(np.ones(1), np.ones((1, 1)), 0) == 1
    assert pickle.loads(pickle.dumps(dense)) is dense
    assert pickle.loads(pickle.dumps(network.dense)) is network.dense
    annotations = inspect.get_annotations(network.dense)
    assert list(annotations) == ["x", "w", "b", "return"]


def test_the_shapes_stand_in_the_docstring_once_and_doctests_keep_their_lines():
    end = dense.__doc__.splitlines()[-1]
    assert end == "Shapes: x (..., inputs), w (units, inputs), b (units,)."
    written = inspect.cleandoc(dense.__wrapped__.__doc__)
    assert dense.__doc__.startswith(f"{written}\n\n")
    found = doctest.DocTestFinder().find(sys.modules[__name__])
    assert [len(test.examples) for test in found if test.name.endswith(".dense")] == [1]
    assert takes(x="n")(lambda x: x).__doc__ is None


def test_the_notation_is_written_as_python_writes_shapes():
    declared = {
        "n": "(n,)",
        "()": "()",
        "... 3": "(..., 3)",
        "a b, not empty": "(a, b) not empty",
        "out, or zeros": "(out,) or zeros",
        "like p, 0 to 1": "like p 0 to 1",
    }
    assert {text: str(Shape(text)) for text in declared} == declared


def test_taught_bodies_neither_check_nor_convert():
    """The pages show these bodies as one would write them on a board."""
    taught = {
        network: "unit dense count_parameters forward backward gradient_descent",
        convolution: "convolve1d convolve2d cross_correlate2d conv2d conv2d_loops "
        "conv2d_backward im2col",
        pooling: "max_pool2d_windows max_pool2d average_pool2d max_pool2d_backward "
        "global_average_pool2d global_max_pool2d",
        losses: "binary_cross_entropy cross_entropy squared_error "
        "softmax_cross_entropy sigmoid_cross_entropy",
        activations: "sigmoid tanh relu softmax log_softmax softplus gelu elu",
        windows: "output_size",
    }
    signs = ("raise", "as_float", "asarray", "errstate", "check_", "as_integer")
    for module, names in taught.items():
        for name in names.split():
            code = inspect.unwrap(getattr(module, name)).__code__
            assert not any(word.startswith(signs) for word in code.co_names), name
