// The theme's menus, its tips and its way back to the top are Bootstrap's script: 81 kB that many a visit has no use for.
// It is loaded when a reader reaches for one of them, and what was clicked meanwhile is clicked once it is there.

(() => {
const { src } = document.getElementById("bootstrap-script").dataset; // templates/static/webpack-macros.html
const reaching = new AbortController();
let coming;

const loaded = () => new Promise((done, failed) => {
  const script = Object.assign(document.createElement("script"), { src, onload: done, onerror: failed });
  document.head.append(script);
}).then(() => { reaching.abort(); dispatchEvent(new Event("scroll")); return true; }, () => { coming = undefined; return false; }); // no network: the next reach tries again
const load = () => (coming ??= loaded());

function listen(name, reached) { addEventListener(name, reached, { capture: true, passive: true, signal: reaching.signal }); }
const near = ({ target }, kind = "") => target.closest?.(`[data-bs-toggle${kind}]`);

for (const name of ["pointerover", "focusin"]) listen(name, (event) => { if (near(event)) load(); });
let wanted;
listen("click", async (event) => {
  const button = near(event, "=dropdown");
  const another = button && !wanted;
  wanted = button ?? wanted;
  if (another && await load()) wanted.click();
  if (another) wanted = undefined;
});

let before = scrollY;
listen("scroll", () => { // upwards: the theme offers to go all the way, once it knows where one came from
  if (scrollY < before) load();
  before = scrollY;
});
})();
