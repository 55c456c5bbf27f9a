// What gzip packed, at once: for files that Python reads while nothing else can happen. (A browser's own
// DecompressionStream answers later, and Python's zlib cannot be asked in the middle of a read.)
// Source: RFC 1951, RFC 1952.

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]; // of the lengths of code lengths
const HEADER = 10; // bytes, without the name of a file

/** Base and number of extra bits for each symbol of lengths, or of distances. */
function ranges(first, count, step) {
  const extra = Array.from({ length: count }, (_, i) => Math.max(0, Math.floor(i / step) - 1));
  let next = first;
  return extra.map((bits) => {
    const range = [next, bits];
    next += 1 << bits;
    return range;
  });
}
const LENGTHS = ranges(3, 28, 4).concat([[258, 0]]);
const DISTANCES = ranges(1, 30, 2);

/** A table for Huffman codes of these lengths: the next bits → symbol × 16 + length of its code. */
function table(lengths) {
  const bits = Math.max(...lengths, 1);
  const entries = new Uint16Array(1 << bits);
  let code = 0;
  for (let length = 1; length <= bits; length += 1, code <<= 1)
    lengths.forEach((each, symbol) => {
      if (each !== length) return;
      let reversed = 0;
      for (let i = 0; i < length; i += 1) reversed |= ((code >> i) & 1) << (length - 1 - i);
      for (let at = reversed; at < entries.length; at += 1 << length) entries[at] = symbol * 16 + length;
      code += 1;
    });
  return { entries, mask: entries.length - 1 };
}

class Bits {
  constructor(source) {
    Object.assign(this, { source, at: HEADER, held: 0, count: 0 });
  }

  fill(count) {
    for (; this.count < count; this.count += 8) this.held |= this.source[this.at++] << this.count;
  }

  take(count) {
    this.fill(count);
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.count -= count;
    return value;
  }

  symbol({ entries, mask }) {
    this.fill(15);
    const entry = entries[this.held & mask];
    this.held >>>= entry & 15;
    this.count -= entry & 15;
    return entry >> 4;
  }

  /** Forget the rest of a byte; where the next one is. */
  align() {
    this.at -= this.count >> 3;
    this.held = this.count = 0;
  }
}

const FIXED = [
  table([...new Array(144).fill(8), ...new Array(112).fill(9), ...new Array(24).fill(7), ...new Array(8).fill(8)]),
  table(new Array(30).fill(5)),
];

function codes(bits) {
  const [literals, distances, count] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4];
  const short = new Array(19).fill(0);
  for (let i = 0; i < count; i += 1) short[ORDER[i]] = bits.take(3);
  const lengthCodes = table(short);
  const lengths = [];
  while (lengths.length < literals + distances) {
    const symbol = bits.symbol(lengthCodes);
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 16) lengths.push(...new Array(bits.take(2) + 3).fill(lengths.at(-1)));
    else lengths.push(...new Array(symbol === 17 ? bits.take(3) + 3 : bits.take(7) + 11).fill(0));
  }
  return [table(lengths.slice(0, literals)), table(lengths.slice(literals))];
}

/** One block's symbols into `out` from `to` on; where the next block begins. */
function block(bits, out, to, [literals, distances]) {
  for (;;) {
    const symbol = bits.symbol(literals);
    if (symbol === 256) return to;
    if (symbol < 256) {
      out[to++] = symbol;
      continue;
    }
    const [length, more] = LENGTHS[symbol - 257];
    const end = to + length + bits.take(more);
    const [distance, further] = DISTANCES[bits.symbol(distances)];
    for (let from = to - distance - bits.take(further); to < end;) out[to++] = out[from++];
  }
}

/** The bytes that gzip packed, as a Uint8Array. */
export default function inflate(packed) {
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(packed.length - 4, true);
  const out = new Uint8Array(size);
  const bits = new Bits(packed);
  for (let to = 0, last = 0; !last;) {
    last = bits.take(1);
    const kind = bits.take(2);
    if (kind) {
      to = block(bits, out, to, kind === 1 ? FIXED : codes(bits));
      continue;
    }
    bits.align();
    const length = bits.source[bits.at] | (bits.source[bits.at + 1] << 8);
    out.set(bits.source.subarray(bits.at + 4, bits.at + 4 + length), to);
    bits.at += 4 + length;
    to += length;
  }
  return out;
}
