// Exercises that give each student numbers of their own, drawn from the student's number. Whose they are stands in the
// exercise's cell, as student = "…", and nowhere else: that is what Python reads, and what is handed in. Here the
// question is shown in these numbers, above the cell. What there is to draw from comes with the exercise's verdict
// (data-own); the numbers are those of relu_lib/own_numbers.py.

(() => {
  const { work } = self;
  const LINE = /^student[ \t]*=[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|(\d+)\b)/m;

  /** The 32-bit FNV-1a hash of a text, in UTF-8. */
  function fnv1a(text) {
    let value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
    return value >>> 0;
  }

  /** A student number without what people write differently: blanks, capitals, zeros in front. */
  const spelt = (student) =>
    student
      .replace(/[ \t\n\r\xa0]/g, "")
      .toLowerCase()
      .replace(/^0+(?=[0-9])/, "");

  /** The numbers that an exercise has for one student: of each of these lists one. */
  function personal(label, student, among) {
    let rest = fnv1a(`${spelt(student)}:${label}`) / 2 ** 32;
    return among.map((choices) => {
      const at = Math.floor(rest * choices.length);
      rest = rest * choices.length - at;
      return choices[at];
    });
  }

  /** The question in the numbers of a student. */
  function question({ asks, among }, label, student) {
    const numbers = personal(label, student, among).map((each) => String(each).replace("-", "−"));
    return `For student number ${student.trim()}: ${asks.replace(/\{\}/g, () => numbers.shift())}`;
  }

  function told(node) {
    try {
      return JSON.parse(node.querySelector("[data-own]").dataset.own);
    } catch {
      return undefined; // most exercises have the same numbers for all
    }
  }
  /** The book's question, which stands above an exercise's cell: two questions would be one too many. */
  const asked = (node) =>
    [...node.parentElement.children].filter(
      (part) => part.localName === "p" && part.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING
    );
  const exercises = work.exercises.flatMap(({ node, key, label }) => {
    const own = told(node);
    const line = Object.assign(document.createElement("p"), { className: "own-numbers", hidden: true });
    const books = own ? asked(node).filter((part) => !part.matches(".admonition-title")) : [];
    if (own) node.before(line);
    return own ? [{ own, line, key, label, books }] : [];
  });

  /** Whose numbers a cell has: what stands in its code; "" for those of the book. */
  const studentIn = (code) => LINE.exec(code)?.slice(1).find(Boolean) ?? "";

  function show() {
    for (const { own, line, key, label, books } of exercises) {
      const student = studentIn(work.codeNow(key));
      const words = spelt(student) ? question(own, label, student) : "";
      if (line.textContent !== words) line.textContent = words;
      line.hidden = !words;
      for (const part of books) part.hidden = Boolean(words);
    }
  }

  self.ownNumbers = {
    question,
    /** Whose numbers the page shows; "" if it is the book's. */
    student: () => exercises.map(({ key }) => studentIn(work.codeNow(key))).find(Boolean) ?? "",
    /** {key: code} of the cells that can have a student's numbers, with these; undefined: as it is published. */
    codesFor(student) {
      const line = `student = "${student.replace(/["\\\p{C}]/gu, "").trim()}"`;
      const able = exercises.filter(({ key }) => LINE.test(work.codeNow(key)));
      const codes = able.map(({ key }) => [key, work.codeNow(key).replace(LINE, () => line)]);
      return Object.fromEntries(codes.map(([key, code]) => [key, code === work.originals.get(key) ? undefined : code]));
    },
    count: exercises.length,
    spelt,
  };
  if (!exercises.length) return;
  document.addEventListener("work", show);
  show();
})();
