// Other views of a chapter, asked for at the end of its address: #slides for a class, #handout for paper without
// answers. What they need is loaded then.

(() => {
  const module = new URL("slides.js", document.currentScript.src).href;
  const VIEWS = { "#slides": "begin", "#handout": "handOut" };
  const look = () => {
    const view = VIEWS[location.hash];
    if (view) import(module).then((views) => views[view]());
  };
  addEventListener("hashchange", look);
  look();
})();
