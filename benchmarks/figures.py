"""How long does a figure take to redraw?  python benchmarks/figures.py

In real Chromium, on the built book, at each figure's largest setting: a trait is set and the picture redrawn,
200 times after 50 to warm up. Median and 95th percentile, in milliseconds of JavaScript and layout. The aim is a
median under 8. The second column is with the processor slowed down four times.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser import browsers  # noqa: E402
from tests.browser.published import published  # noqa: E402

LARGEST = {  # figure, and what of it → (chapter, traits at their largest, the trait that is moved[, a wait before])
    "matmul": ("matrix-multiplication", {"A": [[1.5] * 8] * 8, "B": [[2.5] * 8] * 8}, ("row", [0, 7])),
    "linear-map": ("matrix-multiplication", {"compose": True}, ("first", [[[1, 0.5], [0, 1]], [[1, -0.5], [0.5, 1]]])),
    "rectified-line": ("rectified-linear", {}, ("b", [1.0, -1.5])),
    "three-relus": ("sums-of-relus", {"show_curve": True}, ("m1", [-1.5, 3.0])),
    "signed-sum": (
        "sums-of-relus",
        {"signed": True, "kinks": [-3 + i / 2 for i in range(12)], "weights": [0.3, -0.3] * 6, "slopes": [1] * 12},
        ("offset", [0.0, 0.5]),
    ),
    "approximator": (
        "a-few-more",
        {"target": "formula", "formula": "sin(9x)+|x|", "units": 64},
        ("formula", [f"sin(9x)+{k / 1000:.3f}|x|" for k in range(400)]),  # anew each time: nothing is kept
    ),
    "approximator, its slider": (  # once it has worked ahead, as it does while the reader looks
        "a-few-more",
        {"target": "formula", "formula": "sin(9x)+|x|", "units": 64, "placement": "well"},
        ("units", [63, 64, 40, 41]),
        15_000,
    ),
    "uniform-continuity": ("universal-approximation", {}, ("x", [-0.5, 0.5])),
    "gallery": (
        "universal-approximation",
        {"failure": "kept", "guesses": [1] * 6},
        ("value", [299, 300]),
    ),
    "planes": (
        "many-inputs",
        {
            "target": "moons",
            "w1": [1, 0.5, -1, 0.2, 1, -1, 0.4, 0.9, -0.7, 0.1, 0.6, -0.2],
            "w2": [0.3, 1, 1, -1, -0.8, 0.2, 0.9, -0.4, 0.5, 1, 0.7, -1],
            "weights": [3, -4, 5, 3, -5, 4, -3, 4, 3, -4, 5, -3],
        },
        ("biases", [[0.2, -0.4, 0.1, 0.5, 0.3, -0.2, 0, 0.6, -0.5, 0.2, 0.1, b / 400] for b in range(-200, 200)]),
    ),
    "folding": ("depth", {"layers": 10, "shown": "folded"}, ("layers", [9, 10])),
    "digit-net": (
        "digits",
        {"source": "held-out", "noise": 2.5},
        ("turn", [t / 10 for t in range(-200, 200)]),  # all 364 images are turned, and read, anew each time
    ),
    "more-kinks": ("../index", {}, ("kinks", [31, 32])),
}
REDRAW = """async ([name, largest, [trait, values], pause]) => {
  const address = Object.keys(liveModules).find((each) => each.includes(`/figures/${name}.`));
  const { default: widget } = liveModules[address]();
  const saved = Object.values(JSON.parse(document.getElementById('live-figures').textContent));
  const state = { ...saved.find((each) => each.state._figure === name).state, ...largest };
  const listeners = new Set();
  const model = {
    get: (n) => state[n], set: (n, v) => { state[n] = v; }, save_changes() {}, on: (n, f) => listeners.add(f), off() {},
  };
  const el = document.createElement('div');
  document.querySelector('article').prepend(el);
  await widget.render({ model, el });
  await new Promise((done) => setTimeout(done, pause));
  const times = [];
  for (let i = 0; i < 250; i++) {
    const begun = performance.now();
    state[trait] = values[i % values.length];
    for (const call of [...listeners]) call();
    await Promise.resolve();
    el.getBoundingClientRect();  // layout, too
    if (i >= 50) times.push(performance.now() - begun);
    if (i % 25 === 0) await new Promise((done) => setTimeout(done));
  }
  el.remove();
  return times.sort((a, b) => a - b);
}"""


def main():
    with published() as book, sync_playwright() as playwright:
        browser = browsers.launched(playwright)
        print(f"Redraw in milliseconds, median (95th percentile), Chromium {browser.version}")
        for name, (chapter, largest, moved, *pause) in LARGEST.items():
            page = browser.new_context().new_page()
            page.goto(f"{book}chapters/{chapter}.html")
            page.locator("html[data-figures=alive]").wait_for()
            told = []
            for slower in 1, 4:
                page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
                times = page.evaluate(REDRAW, [name.partition(",")[0], largest, moved, *(pause or [0])])
                told.append(f"{times[100]:6.2f} ({times[190]:6.2f})")
            print(f"{name:24} {told[0]}   four times slower: {told[1]}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
