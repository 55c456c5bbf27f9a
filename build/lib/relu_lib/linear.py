"""Step one, matrix multiplication: the same table of dot products made five ways, and what it does.

A matrix with n rows and m columns is an array of shape (n, m). Every product here keeps one
contract: `A` of shape (n, m) times `B` of shape (m, p) is an array of shape (n, p), and `A` times
a vector of shape (m,) is a vector of shape (n,). Small integers, as in the pixels of a picture, are computed in
float64, in which they cannot wrap round; rows of different lengths are a ValueError and what is no number a TypeError.
"""

import functools

import numpy as np

from .arguments import checked_array, checked_count, checked_number, widened


def _table(values, name):
    """`values` as an array of numbers, complex ones too, that can be multiplied without wrapping round."""
    return widened(checked_array(values, name, kinds="biufc"))


def _checked_product(multiply):
    """Give `multiply` of two matrices the contract of this module: checks, vectors, one error."""

    @functools.wraps(multiply)
    def product(A, B):
        A, B = _table(A, "A"), _table(B, "B")
        if A.ndim != 2 or B.ndim not in (1, 2) or A.shape[1] != B.shape[0]:
            raise ValueError(
                f"cannot multiply A of shape {A.shape} by B of shape {B.shape}: A must be a matrix "
                "(n, m) and B a matrix (m, p) or a vector (m,), as many columns in A as rows in B"
            )
        table = multiply(A, B if B.ndim == 2 else B[:, None])
        return table if B.ndim == 2 else table[:, 0]

    return product


def dot(a, b):
    """Multiply matching numbers, then add: ``a₁·b₁ + a₂·b₂ + … + aₘ·bₘ``.

    a, b: two lists or arrays of m numbers, shape (m,). Returns one number, 0 when m is 0.
    Raises ValueError if either is not a flat list or their lengths differ, TypeError for what is no number.
    Source: Strang 2023, section 1.2.

    >>> dot([1, 2, 3], [4, 5, 6])
    32
    """
    a, b = _table(a, "a"), _table(b, "b")
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"a dot product needs two lists of the same length, got shapes {a.shape} and {b.shape}")
    total = 0
    for ai, bi in zip(a.tolist(), b.tolist()):
        total += ai * bi
    return total


@_checked_product
def matmul_loops(A, B):
    """Matrix product by three nested loops: ``C[i, j] = Σₖ A[i, k]·B[k, j]``.

    A: shape (n, m). B: shape (m, p), or (m,). Returns shape (n, p), or (n,).
    Raises ValueError, naming both shapes, if they do not fit. Source: the definition.

    >>> matmul_loops([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[19, 22],
           [43, 50]])
    """
    (n, m), (_, p) = A.shape, B.shape
    C = np.zeros((n, p), np.result_type(A, B))
    for i in range(n):
        for j in range(p):
            for k in range(m):
                C[i, j] += A[i, k] * B[k, j]
    return C


@_checked_product
def matmul_dots(A, B):
    """Matrix product as a table of dot products: row i of A with column j of B.

    A: shape (n, m). B: shape (m, p), or (m,). Returns shape (n, p), or (n,).
    Raises ValueError, naming both shapes, if they do not fit. Source: Strang 2023, section 1.4.

    >>> matmul_dots([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[19, 22],
           [43, 50]])
    """
    C = np.zeros((len(A), B.shape[1]), np.result_type(A, B))
    for i, row in enumerate(A):
        for j, column in enumerate(B.T):
            C[i, j] = (row * column).sum()
    return C


@_checked_product
def matmul_broadcast(A, B):
    """Matrix product one row at a time: a row of A scales the rows of B, which are then added.

    A: shape (n, m). B: shape (m, p), or (m,). Returns shape (n, p), or (n,).
    Raises ValueError, naming both shapes, if they do not fit.
    Source: NumPy's broadcasting rules, (m, 1) * (m, p) -> (m, p).

    >>> matmul_broadcast([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[19, 22],
           [43, 50]])
    """
    C = np.zeros((len(A), B.shape[1]), np.result_type(A, B))
    for i, row in enumerate(A):
        C[i] = (row[:, None] * B).sum(axis=0)
    return C


@_checked_product
def matmul_einsum(A, B):
    """Matrix product in Einstein's notation: the index k, which the result lacks, is summed over.

    A: shape (n, m). B: shape (m, p), or (m,). Returns shape (n, p), or (n,).
    Raises ValueError, naming both shapes, if they do not fit. Source: numpy.einsum.

    >>> matmul_einsum([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[19, 22],
           [43, 50]])
    """
    return np.einsum("ik,kj->ij", A, B)


@_checked_product
def matmul(A, B):
    """Matrix product by NumPy's own ``A @ B``, the one to use.

    A: shape (n, m). B: shape (m, p), or (m,). Returns shape (n, p), or (n,).
    Raises ValueError, naming both shapes, if they do not fit. Source: numpy.matmul.

    >>> matmul([[1, 2], [3, 4]], [10, 1])
    array([12, 34])
    """
    return A @ B


def multiply_adds(n, m, p):
    """How many multiplications a product (n, m) times (m, p) takes, each with one addition: ``n·m·p``.

    n, m, p: whole numbers, at least 0. Returns a whole number. Raises ValueError for a negative size, TypeError for
    what is no whole number. Source: Golub & Van Loan 2013, section 1.1.

    >>> multiply_adds(2, 3, 4)
    24
    """
    n, m, p = (checked_count(size, name, least=0) for size, name in ((n, "n"), (m, "m"), (p, "p")))
    return n * m * p


def append_one(X):
    """Give every row of `X` a constant 1 as one more input, so that a bias can be one more weight.

    X: shape (N, m). Returns shape (N, m + 1). Raises ValueError if X is not a matrix.

    >>> append_one([[5, 6]])
    array([[5, 6, 1]])
    """
    X = _table(X, "X")
    if X.ndim != 2:
        raise ValueError(f"X must be a matrix with one input a row, got shape {X.shape}")
    return np.column_stack([X, np.ones(len(X), X.dtype)])


def fold_bias(W, b):
    """The weight matrix that takes the constant 1 along: ``append_one(X) @ fold_bias(W, b) = X @ W + b``.

    W: shape (m, p). b: shape (p,). Returns shape (m + 1, p), `b` as the last row.
    Raises ValueError, naming both shapes, if they do not fit.

    >>> fold_bias([[1, 2]], [3, 4])
    array([[1, 2],
           [3, 4]])
    """
    W, b = _table(W, "W"), _table(b, "b")
    if W.ndim != 2 or b.shape != W.shape[1:]:
        raise ValueError(f"W of shape {W.shape} and b of shape {b.shape} do not fit: need W (m, p) and b (p,)")
    return np.vstack([W, b])


def apply_map(M, points):
    """Move points of the plane by the matrix `M`: each column of `points` goes to M times it.

    M: shape (2, 2); its columns say where (1, 0) and (0, 1) go. points: shape (2, N), x above y.
    Returns shape (2, N). Raises ValueError, naming both shapes, if they do not fit.

    >>> apply_map([[0, -1], [1, 0]], [[1, 0], [0, 1]])  # a quarter turn of (1, 0) and (0, 1)
    array([[ 0, -1],
           [ 1,  0]])
    """
    return matmul(M, points)


def rotation(degrees):
    """The (2, 2) matrix that turns the plane by `degrees`, anticlockwise.

    >>> rotation(90).round(6) + 0.0
    array([[ 0., -1.],
           [ 1.,  0.]])
    """
    angle = np.radians(checked_number(degrees, "degrees"))
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def shear(amount):
    """The (2, 2) matrix that slides each point sideways by `amount` times its height.

    >>> shear(0.5)
    array([[1. , 0.5],
           [0. , 1. ]])
    """
    return np.array([[1.0, checked_number(amount, "amount")], [0.0, 1.0]])
