/**
 * Reads which shared libraries a program names (DT_NEEDED), so that they can
 * be taken along. Only what 64-bit little-endian ELF needs; field offsets are
 * those of the System V ABI, chapter 5 ("Program loading and dynamic linking").
 */

const programLoad = 1;
const programDynamic = 2;
const tagNeeded = 1n;
const tagStrings = 5n;

interface Segment {
  type: number;
  offset: number;
  address: bigint;
  size: number;
}

/** Names of the libraries, such as `libc.so.6`; empty for anything that is not dynamic ELF. */
export function neededLibraries(file: Buffer): string[] {
  if (file.length < 64 || file.toString('latin1', 0, 4) !== '\x7fELF' || file[4] !== 2) return [];
  const segments = readSegments(file);
  const dynamic = segments.find((segment) => segment.type === programDynamic);
  if (!dynamic) return [];
  const names: number[] = [];
  let strings: bigint | undefined;
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
    const tag = file.readBigInt64LE(at);
    const value = file.readBigUInt64LE(at + 8);
    if (tag === tagNeeded) names.push(Number(value));
    if (tag === tagStrings) strings = value;
  }
  const table = strings === undefined ? undefined : fileOffset({ segments, address: strings });
  if (table === undefined) return [];
  return names.map((name) => file.toString('latin1', table + name, file.indexOf(0, table + name)));
}

function readSegments(file: Buffer): Segment[] {
  const start = Number(file.readBigUInt64LE(32));
  const size = file.readUInt16LE(54);
  const count = file.readUInt16LE(56);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return {
      type: file.readUInt32LE(at),
      offset: Number(file.readBigUInt64LE(at + 8)),
      address: file.readBigUInt64LE(at + 16),
      size: Number(file.readBigUInt64LE(at + 32)),
    };
  });
}

function fileOffset({
  segments,
  address,
}: {
  segments: Segment[];
  address: bigint;
}): number | undefined {
  const home = segments.find(
    ({ type, address: start, size }) =>
      type === programLoad && address >= start && address < start + BigInt(size),
  );
  return home && home.offset + Number(address - home.address);
}
