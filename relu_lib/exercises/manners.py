"""How an answer is made, where an exercise asks for rectified lines alone: read off what `relu_lib.bytecode` says."""

COMPARISONS = {"<", ">", "<=", ">="}
CUTS = {"min", "minimum", "fmin", "clamp", "median", "sorted", "sort", "interp", "select", "piecewise", "heaviside"}
OTHER_MEANS = {"abs", "fabs", "absolute", "sqrt", "hypot", "copysign", "sign", "where", "norm"}


def cuts(what):
    """Whether something ready-made cuts a line off; a `clip` of the learner's own, from `max`, does not."""
    # Beside NumPy's `clip` the contents may have those of a helper of that name, which `np.clip` does not call.
    own = "maximum" if "np" in what.names else "max"
    return ("clip" in what.names and own not in what.names) or bool(what.names & CUTS)


def decides_itself(what):
    """Whether an `if` or a comparison does the work: outside of helpers, or in one whose answer is handed on as it is.

    So a `relu` of the learner's own may have one.
    """
    somewhere = what.branches or bool(COMPARISONS & what.operators)
    return what.decides or (somewhere and not {"+", "-"} & what.operators)


def compares_with_another(what):
    """Whether `max` compares with something else than 0."""
    return bool(what.names & {"max", "maximum"}) and 0 not in what.constants
