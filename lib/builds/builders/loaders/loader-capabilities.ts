/**
 * What an iPXE binary was built with, read out of its own tables: commands
 * and openers of addresses are lists of a name's address and a function's,
 * the names in the line "Features:" a list of names' addresses (linker
 * tables, `include/ipxe/tables.h` upstream). Looking for the names alone
 * would not do: the linker lets "boot" be the end of "sanboot".
 */
import type { LoaderCapabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { unpackedProgram } from './unpacked';

interface Program {
  bytes: Buffer;
  /** Bytes of an address. */
  word: 4 | 8;
}

/** Where a table begins, and what to take from a name's address to get its place in the file. */
interface Found {
  names: string[];
  shift: number;
}

/** Reads a loader; throws when it has no table of commands, and so is no iPXE that we know. */
export function loaderCapabilities({
  name,
  file,
}: {
  name: string;
  file: Buffer;
}): LoaderCapabilities {
  return programCapabilities({ name, bytes: unpackedProgram(file) });
}

/** The same for what `unpackedProgram` has given. */
export function programCapabilities({
  name,
  bytes,
}: {
  name: string;
  bytes: Buffer;
}): LoaderCapabilities {
  for (const word of [8, 4] as const) {
    const program: Program = { bytes, word };
    const commands = commandTable(program);
    if (!commands) continue;
    const { shift } = commands;
    return {
      name,
      commands: [...new Set(commands.names)].sort(),
      schemes: sorted(tableWith({ program, shift, seed: 'http', stride: 2 }), allSchemes),
      features: [
        ...sorted(tableWith({ program, shift, seed: 'DNS', stride: 1 }), allFeatures),
        // It has no name in that line; the setting comes with the protocol.
        ...(bytes.includes('\0len6\0', 0, 'latin1') ? ['IPv6'] : []),
      ],
    };
  }
  throw new Error(`${name} has no table of iPXE's commands.`);
}

/** All that upstream has; another table may stand right beside the one that is read. */
const allSchemes = [
  'aoe',
  'data',
  'fcp',
  'file',
  'ftp',
  'http',
  'https',
  'ib_srp',
  'iscsi',
  'nfs',
  'slam',
  'tftp',
];
const allFeatures = [
  ...[
    'AoE',
    'COMBOOT',
    'DNS',
    'EFI',
    'ELF',
    'FCoE',
    'FTP',
    'HTTP',
    'HTTPS',
    'MBOOT',
    'Menu',
    'NBI',
    'NFS',
  ],
  ...['PXE', 'PXEXT', 'SDI', 'SLAM', 'SRP', 'TFTP', 'VLAN', 'bzImage', 'iSCSI'],
];

function sorted(names: string[], known: string[]): string[] {
  return known.filter((name) => names.includes(name));
}

/** Names of commands, schemes and features alike. */
const nameShape = /^[A-Za-z][A-Za-z0-9_-]{0,15}$/;

/** The string at a place, null when there is none that could be such a name. */
function nameAt(bytes: Buffer, at: number): string | null {
  if (!Number.isInteger(at) || at < 0 || at >= bytes.length) return null;
  const end = bytes.indexOf(0, at);
  if (end < 0 || end - at > 16) return null;
  const text = bytes.toString('latin1', at, end);
  return nameShape.test(text) ? text : null;
}

function addressAt({ bytes, word }: Program, at: number): number {
  if (at < 0 || at + word > bytes.length) return Number.NaN;
  const low = bytes.readUInt32LE(at);
  // Signed: 64-bit BIOS programs live at the very end (0xffffffffeb000000), where a double is not
  // exact. By halves, because a BigInt for each of a million places takes a second.
  return word === 4 ? low : bytes.readInt32LE(at + 4) * 0x1_0000_0000 + low;
}

/**
 * The commands, without knowing where the program will be loaded: any address
 * could be that of "imgfetch", but only with the right one do its neighbours
 * in the table lead to names, "chain" among them.
 */
function commandTable(program: Program): Found | null {
  const { bytes, word } = program;
  const seed = bytes.indexOf('\0imgfetch\0', 0, 'latin1') + 1;
  if (seed === 0) return null;
  for (let at = 0; at + word <= bytes.length; at += 4) {
    const own = addressAt(program, at);
    const [after, ahead] = [addressAt(program, at + 2 * word), addressAt(program, at - 2 * word)];
    // Runs of zeros would all be "imgfetch", and be walked from each of their places.
    if (after === own || ahead === own) continue;
    const shift = own - seed;
    const beside = nameAt(bytes, after - shift);
    const before = nameAt(bytes, ahead - shift);
    if (beside === null && before === null) continue;
    const names = around({ program, at, shift, stride: 2 });
    if (names.length >= 20 && names.includes('chain') && names.includes('goto')) {
      return { names, shift };
    }
  }
  return null;
}

/** The table that holds a name: the longest of those that any place of it leads to. */
function tableWith({
  program,
  shift,
  seed,
  stride,
}: {
  program: Program;
  shift: number;
  seed: string;
  stride: 1 | 2;
}): string[] {
  const { bytes, word } = program;
  let best: string[] = [];
  for (const place of endsWith(bytes, seed)) {
    for (let at = 0; at + word <= bytes.length; at += 4) {
      if (addressAt(program, at) !== place + shift) continue;
      const names = around({ program, at, shift, stride });
      if (names.length > best.length) best = names;
    }
  }
  return best;
}

/** Places of a word that ends a string. */
function endsWith(bytes: Buffer, word: string): number[] {
  const places: number[] = [];
  let at = bytes.indexOf(`${word}\0`, 0, 'latin1');
  while (at >= 0) {
    places.push(at);
    at = bytes.indexOf(`${word}\0`, at + 1, 'latin1');
  }
  return places;
}

/** The names of a table's entries before and behind a place in it. */
function around({
  program,
  at,
  shift,
  stride,
}: {
  program: Program;
  at: number;
  shift: number;
  stride: 1 | 2;
}): string[] {
  const { bytes, word } = program;
  const names: string[] = [];
  for (const direction of [-1, 1]) {
    let place = direction < 0 ? at - stride * word : at;
    for (;;) {
      const name = nameAt(bytes, addressAt(program, place) - shift);
      if (name === null) break;
      names.push(name);
      place += direction * stride * word;
    }
  }
  return names;
}
