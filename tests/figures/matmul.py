"""What relu_lib says of a state of the figure matmul."""

import numpy as np

from relu_lib import matmul

from ..browser.figures import say


def check(fig, state):
    A, B, step = np.array(state["A"]), np.array(state["B"]), state["step"]
    product, (row, column) = matmul(A, B), (state["row"], state["column"])
    cells = fig.root.locator("button.entry").all_text_contents()
    part = 0 < step < A.shape[1]
    shown = [i for i in range(product.size) if not (part and i == row * B.shape[1] + column)]
    assert [cells[i] for i in shown] == [say(product.ravel()[i]) for i in shown]
    total = A[row, : step or None] @ B[: step or None, column]
    assert fig.root.locator("td.lit").count() == A.shape[1] * 2
    return f"Row {row + 1} of A with column {column + 1} of B", f"= {say(total)}"
