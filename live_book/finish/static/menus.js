// The theme's menus, its tips and its way back to the top are Bootstrap's script: 81 kB that many a visit has no use
// for. It is loaded when a reader reaches for one of them, and what was clicked meanwhile is clicked once it is there.

(() => {
  const { src } = document.getElementById("bootstrap-script").dataset; // templates/static/webpack-macros.html
  const reaching = new AbortController();
  let coming;

  const script = () =>
    new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
    });
  function arrived() {
    reaching.abort();
    dispatchEvent(new Event("scroll")); // the theme notes where one is
    return true;
  }
  function failed() {
    // no network: the next reach tries again
    coming = undefined;
    return false;
  }
  const load = () => (coming ??= script().then(arrived, failed));

  function listen(name, reached) {
    addEventListener(name, reached, { capture: true, passive: true, signal: reaching.signal });
  }
  const near = ({ target }, kind = "") => target.closest?.(`[data-bs-toggle${kind}]`);

  for (const name of ["pointerover", "focusin"])
    listen(name, (event) => {
      if (near(event)) load();
    });
  let wanted; // what was clicked last while the script is coming
  listen("click", async (event) => {
    const button = near(event, "=dropdown");
    if (!button) return;
    const isFirst = !wanted;
    wanted = button;
    if (!isFirst) return;
    if (await load()) wanted.click();
    wanted = undefined;
  });

  let before = scrollY;
  listen("scroll", () => {
    // upwards: the theme offers to go all the way
    if (scrollY < before) load();
    before = scrollY;
  });
})();
