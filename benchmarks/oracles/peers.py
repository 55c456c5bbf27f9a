"""What one would use instead: fitters from elsewhere, each as (x, y, pieces, seed) → a function of x.

Each is used as its own documentation shows it, with the number of pieces given where it takes one. Versions are
pinned in benchmarks/requirements.txt; what is not installed is left out.
"""

import importlib.util
import warnings

import numpy as np

STEPS = 2000


def pwlf_fitfast(x, y, pieces, seed):
    import pwlf

    model = pwlf.PiecewiseLinFit(x, y, seed=seed)
    model.fitfast(pieces)
    return model.predict


def segmented_regression(x, y, pieces, seed):
    """Muggeo's iteration, from breakpoints spread evenly; three of its own restarts by chance where that fails."""
    import piecewise_regression

    np.random.seed(seed)
    starts = list(np.linspace(x[0], x[-1], pieces + 1)[1:-1])
    for restarts in 0, 3:
        model = piecewise_regression.Fit(x, y, start_values=starts, n_breakpoints=pieces - 1, n_boot=restarts)
        if model.get_results()["converged"]:
            return lambda points: np.asarray(model.predict(points))
    raise NoAnswer


def change_points(x, y, pieces, seed):
    """Change points of a continuous line on every 40th sample, by dynamic programming; then least squares."""
    import ruptures

    from benchmarks.oracles.long_search import line_of_knots

    found = ruptures.Dynp(model="clinear", jump=max(1, len(x) // 100)).fit(y).predict(n_bkps=pieces - 1)
    return line_of_knots(x, y, x[np.array(found[:-1])])


def fitpack(x, y, pieces, seed):
    """FITPACK's splines of degree 1 place knots until a wanted error is reached: the least one that takes p pieces."""
    from scipy.interpolate import UnivariateSpline

    low, high, best = 1e-12, len(x) * np.var(y), None
    for _ in range(25):
        wanted = np.sqrt(low * high)
        spline = UnivariateSpline(x, y, k=1, s=wanted)
        enough = len(spline.get_knots()) - 1 <= pieces
        low, high, best = (low, wanted, spline) if enough else (wanted, high, best)
    if best is None:
        raise NoAnswer
    return best


def perceptron(x, y, pieces, seed, **settings):
    from sklearn.neural_network import MLPRegressor

    model = MLPRegressor(hidden_layer_sizes=[pieces], max_iter=STEPS, random_state=seed, **settings)
    model.fit(x[:, None], y)
    return lambda points: model.predict(points[:, None])


def perceptron_lbfgs(x, y, pieces, seed):
    """The solver that scikit-learn's documentation advises for small data, told not to stop early."""
    return perceptron(x, y, pieces, seed, solver="lbfgs", tol=1e-9)


def adam(x, y, pieces, seed):
    """The plainest network in PyTorch, as it comes, at the usual learning rate for so small a one."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    network = nn.Sequential(nn.Linear(1, pieces), nn.ReLU(), nn.Linear(pieces, 1))
    inputs, targets = (torch.tensor(each, dtype=torch.float32)[:, None] for each in (x, y))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(network(inputs), targets).backward()
        optimizer.step()

    def predict(points):
        with torch.no_grad():
            return network(torch.tensor(points, dtype=torch.float32)[:, None])[:, 0].double().numpy()

    return predict


class NoAnswer(Exception):
    """A peer gave up."""


PEERS = {  # name in the tables → (package, fitter)
    "pwlf, fitfast": ("pwlf", pwlf_fitfast),
    "piecewise-regression": ("piecewise_regression", segmented_regression),
    "ruptures, clinear": ("ruptures", change_points),
    "FITPACK, degree 1": ("scipy", fitpack),
    "MLPRegressor": ("sklearn", perceptron),
    "MLPRegressor, lbfgs": ("sklearn", perceptron_lbfgs),
    "PyTorch, Adam": ("torch", adam),
}


def installed(name):
    return importlib.util.find_spec(PEERS[name][0]) is not None


def quietly(fitter, *arguments):
    """A fitter's answer without its warnings, or None if it gives up."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return fitter(*arguments)
        except (NoAnswer, np.linalg.LinAlgError):
            return None
