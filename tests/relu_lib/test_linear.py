from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from relu_lib import linear

PRODUCTS = [linear.matmul_loops, linear.matmul_dots, linear.matmul_broadcast, linear.matmul_einsum, linear.matmul]
sizes = st.integers(0, 5)
small = st.integers(-1000, 1000)


@st.composite
def fitting_matrices(draw, elements=small, dtype=np.int64):
    n, m, p = draw(sizes), draw(sizes), draw(sizes)
    return draw(arrays(dtype, (n, m), elements=elements)), draw(arrays(dtype, (m, p), elements=elements))


def exact_product(A, B):
    """The definition, in exact fractions."""
    A, B = [[Fraction(a) for a in row] for row in A.tolist()], B.tolist()
    columns = range(len(B[0]) if B else 0)
    return [[sum(a * Fraction(B[k][j]) for k, a in enumerate(row)) for j in columns] for row in A]


@pytest.mark.parametrize("product", PRODUCTS)
@given(matrices=fitting_matrices())
def test_all_five_products_agree_with_exact_fractions(product, matrices):
    A, B = matrices
    result = product(A, B)
    assert result.shape == (A.shape[0], B.shape[1])
    if A.shape[1]:
        assert [[Fraction(c) for c in row] for row in result.tolist()] == exact_product(A, B)
    else:
        assert not result.any()  # an empty sum is 0


@pytest.mark.parametrize("product", PRODUCTS)
@given(matrices=fitting_matrices(st.floats(-1e6, 1e6), np.float64))
def test_all_five_products_agree_with_numpy_on_floats(product, matrices):
    A, B = matrices
    np.testing.assert_allclose(product(A, B), np.dot(A, B), rtol=1e-12, atol=1e-3)


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_vector_gives_a_vector(product):
    result = product([[1, 2, 3], [4, 5, 6]], [1, 0, -1])
    assert result.shape == (2,)
    assert result.tolist() == [-2, -2]


@pytest.mark.parametrize("product", PRODUCTS)
def test_an_empty_inner_size_gives_zeros(product):
    np.testing.assert_array_equal(product(np.ones((2, 0)), np.ones((0, 3))), np.zeros((2, 3)))


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("shapes", [((2, 3), (2, 3)), ((2, 3), (2,)), ((3,), (3,)), ((2, 2), (2, 2, 2)), ((2, 2), ())])
def test_shapes_that_do_not_fit_are_both_named(product, shapes):
    with pytest.raises(ValueError) as error:
        product(*map(np.ones, shapes))
    assert all(str(shape) in str(error.value) for shape in shapes)


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_product_raises_the_same_error(product):
    with pytest.raises(ValueError) as error:
        product([[1, 2]], [[1, 2]])
    with pytest.raises(ValueError) as numpys:
        linear.matmul([[1, 2]], [[1, 2]])
    assert str(error.value) == str(numpys.value)


@pytest.mark.parametrize(
    "bad, error, named",
    [
        ([[1, 2], [3]], ValueError, "different lengths"),
        ([["a"]], TypeError, "numbers"),
        ([[None]], ValueError, "missing at row 1, column 1"),
    ],
)
def test_what_is_no_matrix_is_refused_by_name(bad, error, named):
    with pytest.raises(error, match=f"A .*{named}"):
        linear.matmul(bad, [[1]])


@pytest.mark.parametrize("product", PRODUCTS)
def test_nan_is_not_hidden(product):
    result = product([[np.nan, 0.0], [1.0, 1.0]], [[1.0], [1.0]])
    assert np.isnan(result[0, 0]) and result[1, 0] == 2


def test_truth_values_count_as_zero_and_one():
    assert linear.matmul([[True, True]], [[True], [True]]).tolist() == [[2]]


def test_the_arguments_stay_as_they_were():
    A, B = np.ones((2, 2)), np.ones((2, 2))
    for product in PRODUCTS:
        product(A, B)
    assert (A == 1).all() and (B == 1).all()


def test_a_dot_product_by_hand():
    assert linear.dot([2, 1, 0], [3, 4, 2]) == 10
    assert linear.dot([], []) == 0


@pytest.mark.parametrize("a, b", [([1, 2], [1, 2, 3]), ([[1]], [[1]]), (1, 2)])
def test_a_dot_product_names_shapes_that_do_not_fit(a, b):
    with pytest.raises(ValueError, match="same length, got shapes"):
        linear.dot(a, b)


def test_three_loops_do_as_many_multiplications_as_multiply_adds_says():
    counted = []

    class Counting(float):
        def __mul__(self, other):
            counted.append(1)
            return Counting(float(self) * float(other))

    n, m, p = 2, 3, 4
    A, B = ([[Counting(1)] * size for _ in range(rows)] for rows, size in ((n, m), (m, p)))
    # the loops of matmul_loops, on numbers that count
    unwrapped = linear.matmul_loops.__wrapped__
    table = lambda rows: np.array(rows, dtype=object)  # noqa: E731
    unwrapped(table(A), table(B))
    assert len(counted) == linear.multiply_adds(n, m, p) == 24


def test_a_negative_size_is_refused():
    with pytest.raises(ValueError, match="n must be at least 0, got -1"):
        linear.multiply_adds(-1, 2, 3)


@given(X=arrays(np.int64, (4, 3), elements=small), W=arrays(np.int64, (3, 2), elements=small), b=arrays(np.int64, 2))
def test_a_bias_is_one_more_weight(X, W, b):
    b = b % 1000
    np.testing.assert_array_equal(linear.append_one(X) @ linear.fold_bias(W, b), X @ W + b)


def test_a_bias_of_the_wrong_length_is_refused_with_both_shapes():
    with pytest.raises(ValueError, match=r"\(2, 3\).*\(2,\)"):
        linear.fold_bias(np.ones((2, 3)), np.ones(2))
    with pytest.raises(ValueError, match=r"\(3,\)"):
        linear.append_one([1, 2, 3])


square = arrays(np.int64, (2, 2), elements=small)


@given(first=square, second=square, points=arrays(np.int64, (2, 5), elements=small))
def test_two_maps_in_a_row_are_one_map(first, second, points):
    two_steps = linear.apply_map(second, linear.apply_map(first, points))
    np.testing.assert_array_equal(two_steps, linear.apply_map(second @ first, points))


@given(M=square, p=arrays(np.int64, 2, elements=small), q=arrays(np.int64, 2, elements=small), c=small)
def test_a_matrix_is_linear(M, p, q, c):
    np.testing.assert_array_equal(linear.apply_map(M, p + c * q), linear.apply_map(M, p) + c * linear.apply_map(M, q))


@given(st.floats(-720, 720))
def test_a_rotation_is_multiplication_by_a_complex_number(degrees):
    turn = np.exp(1j * np.radians(degrees))
    x, y = linear.rotation(degrees) @ [3, 4]
    assert complex(x, y) == pytest.approx((3 + 4j) * turn)


def test_a_shear_slides_sideways_by_height():
    np.testing.assert_array_equal(linear.shear(0.5) @ [[1, 1], [0, 2]], [[1, 2], [0, 2]])
