// How the book's JavaScript looks: as wide as its Python, and otherwise as Prettier has it.
export default { printWidth: 120, trailingComma: "es5", endOfLine: "auto" };
