/**
 * LZMA as BIOS builds of iPXE are packed with (`util/zbin.c`, `unlzma.S`
 * upstream): the bare stream, lc = 2, lp = 0, pb = 0, ended by a marker. The
 * format is that of the LZMA SDK's `lzma-specification`.
 */

const literalContextBits = 2;
const states = 12;
const topValue = 2 ** 24;

/** A coder of bits by their probability. */
class RangeDecoder {
  private range = 0xffffffff;
  private code = 0;
  private at = 5;

  constructor(private readonly data: Uint8Array) {
    for (let index = 1; index < 5; index += 1) this.code = this.code * 256 + (data[index] ?? 0);
  }

  /** True when the stream was read to its end. */
  get spent(): boolean {
    return this.at > this.data.length + 4;
  }

  bit(probabilities: Uint16Array, index: number): number {
    const probability = probabilities[index] ?? 0;
    const bound = Math.floor(this.range / 2048) * probability;
    let bit: number;
    if (this.code < bound) {
      this.range = bound;
      probabilities[index] = probability + ((2048 - probability) >> 5);
      bit = 0;
    } else {
      this.range -= bound;
      this.code -= bound;
      probabilities[index] = probability - (probability >> 5);
      bit = 1;
    }
    this.refill();
    return bit;
  }

  /** Bits that are as likely 0 as 1. */
  direct(count: number): number {
    let result = 0;
    for (let index = 0; index < count; index += 1) {
      this.range = Math.floor(this.range / 2);
      const bit = this.code >= this.range ? 1 : 0;
      if (bit) this.code -= this.range;
      result = result * 2 + bit;
      this.refill();
    }
    return result;
  }

  tree(probabilities: Uint16Array, offset: number, bits: number): number {
    let node = 1;
    for (let index = 0; index < bits; index += 1) {
      node = node * 2 + this.bit(probabilities, offset + node);
    }
    return node - 2 ** bits;
  }

  reverseTree(probabilities: Uint16Array, offset: number, bits: number): number {
    let node = 1;
    let value = 0;
    for (let index = 0; index < bits; index += 1) {
      const bit = this.bit(probabilities, offset + node);
      node = node * 2 + bit;
      value += bit * 2 ** index;
    }
    return value;
  }

  private refill(): void {
    if (this.range >= topValue) return;
    this.range *= 256;
    this.code = this.code * 256 + (this.data[this.at] ?? 0);
    this.at += 1;
  }
}

const even = (size: number) => new Uint16Array(size).fill(1024);

class LengthDecoder {
  private readonly choice = even(2);
  private readonly low = even(8);
  private readonly middle = even(8);
  private readonly high = even(256);

  read(coder: RangeDecoder): number {
    if (coder.bit(this.choice, 0) === 0) return 2 + coder.tree(this.low, 0, 3);
    if (coder.bit(this.choice, 1) === 0) return 10 + coder.tree(this.middle, 0, 3);
    return 18 + coder.tree(this.high, 0, 8);
  }
}

/** Unpacks a stream; null when it is none. `limit` is the most that is taken, in bytes. */
export function unpackLzma(data: Uint8Array, limit = 16 * 1024 * 1024): Buffer | null {
  if (data[0] !== 0) return null;
  const coder = new RangeDecoder(data);
  const literals = even(0x300 << literalContextBits);
  const isMatch = even(states);
  const isRepeat = even(states);
  const isRepeat0 = even(states);
  const isRepeat1 = even(states);
  const isRepeat2 = even(states);
  const isLongRepeat = even(states);
  const slots = even(4 * 64);
  const near = even(1 + 128 - 14 + 14);
  const aligned = even(16);
  const lengths = new LengthDecoder();
  const repeatLengths = new LengthDecoder();

  const distanceOf = (length: number): number => {
    const slot = coder.tree(slots, Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 + (slot & 1)) * 2 ** bits;
    if (slot < 14) return base + coder.reverseTree(near, base - slot, bits);
    return base + coder.direct(bits - 4) * 16 + coder.reverseTree(aligned, 0, 4);
  };

  let out = Buffer.alloc(Math.min(limit, data.length * 8 + 4096));
  let size = 0;
  let state = 0;
  let repeats: [number, number, number, number] = [0, 0, 0, 0];
  const put = (byte: number) => {
    if (size === out.length) out = Buffer.concat([out, Buffer.alloc(out.length)]);
    out[size] = byte;
    size += 1;
  };

  for (;;) {
    if (size > limit || coder.spent) return null;
    if (coder.bit(isMatch, state) === 0) {
      const before = size > 0 ? (out[size - 1] ?? 0) : 0;
      const offset = 0x300 * (before >> (8 - literalContextBits));
      put(
        literal({ coder, literals, offset, match: state >= 7 ? out[size - repeats[0] - 1] : null }),
      );
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length: number;
    if (coder.bit(isRepeat, state) === 0) {
      length = lengths.read(coder);
      const distance = distanceOf(length);
      if (distance === 0xffffffff) return out.subarray(0, size);
      repeats = [distance, repeats[0], repeats[1], repeats[2]];
      state = state < 7 ? 7 : 10;
    } else {
      const short = coder.bit(isRepeat0, state) === 0;
      if (short && coder.bit(isLongRepeat, state) === 0) {
        if (repeats[0] >= size) return null;
        put(out[size - repeats[0] - 1] ?? 0);
        state = state < 7 ? 9 : 11;
        continue;
      }
      const [first, second, third, fourth] = repeats;
      if (!short) {
        if (coder.bit(isRepeat1, state) === 0) repeats = [second, first, third, fourth];
        else if (coder.bit(isRepeat2, state) === 0) repeats = [third, first, second, fourth];
        else repeats = [fourth, first, second, third];
      }
      length = repeatLengths.read(coder);
      state = state < 7 ? 8 : 11;
    }
    // Nothing stands that far back: this is no stream of ours.
    if (repeats[0] >= size) return null;
    for (let index = 0; index < length; index += 1) put(out[size - repeats[0] - 1] ?? 0);
  }
}

/** One literal byte; behind a match, the byte that the match would have gone on with steers it. */
function literal({
  coder,
  literals,
  offset,
  match,
}: {
  coder: RangeDecoder;
  literals: Uint16Array;
  offset: number;
  match: number | null | undefined;
}): number {
  let symbol = 1;
  let steer = match ?? null;
  while (symbol < 0x100) {
    if (steer === null) {
      symbol = symbol * 2 + coder.bit(literals, offset + symbol);
      continue;
    }
    const matchBit = (steer >> 7) & 1;
    steer = (steer << 1) & 0xff;
    const bit = coder.bit(literals, offset + ((1 + matchBit) << 8) + symbol);
    symbol = symbol * 2 + bit;
    if (matchBit !== bit) steer = null;
  }
  return symbol - 0x100;
}
