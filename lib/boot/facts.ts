/** What a machine says of itself when it asks how to boot. */
import { parseMac } from '@/lib/hosts/mac';

export interface BootFacts {
  /** All cards' addresses, the one that booted first; lower case, colons. */
  macs: string[];
  uuid: string | null;
  serial: string | null;
  /** iPXE's `${buildarch}`: i386 (any BIOS), x86_64, arm64. */
  arch: string | null;
  /** iPXE's `${platform}`: `efi` or `pcbios`; null where it was not told. */
  platform: 'efi' | 'pcbios' | null;
  vendor: string | null;
  product: string | null;
  asset: string | null;
  /** It runs the ready script of a boot medium, and so its first disk may be that medium. */
  medium: boolean;
  /** The address it asked from. */
  address: string | null;
}

export type ReadFacts =
  /** The token is no fact: it opens something, so it is not written down with them. */
  { ok: true; facts: BootFacts; token: string | null } | { ok: false; problem: string };

/** Longest value of a fact that is kept, in characters. */
const valueLimit = 200;
const queryLimit = 4_096;

/**
 * Reads the query of the boot URL. All fields are optional and may be empty,
 * as iPXE sends what it does not know; `mac`, `mac0`, `mac1`, … are cards.
 */
export function readFacts(given: { search: string; address?: string | null }): ReadFacts {
  const { search, address = null } = given;
  if (search.length > queryLimit) {
    return { ok: false, problem: `The query is longer than ${queryLimit} characters.` };
  }
  const query = new URLSearchParams(search);
  const macs: string[] = [];
  const problems: string[] = [];
  for (const [name, value] of query) {
    if (!/^mac\d{0,2}$/.test(name) || value.trim() === '') continue;
    const parsed = parseMac(value);
    if ('problem' in parsed) problems.push(`${name}: ${parsed.problem}`);
    else if (!macs.includes(parsed.mac)) macs.push(parsed.mac);
  }
  // One odd card among good ones (InfiniBand has longer addresses) does not keep a machine from booting.
  if (macs.length === 0 && problems[0]) return { ok: false, problem: problems[0] };
  const text = (name: string) => clean(query.get(name));
  const platform = text('platform')?.toLowerCase();
  return {
    ok: true,
    token: query.get('enrolment'),
    facts: {
      macs,
      uuid: text('uuid'),
      serial: text('serial'),
      arch: text('arch') ?? text('buildarch'),
      platform: platform === 'efi' || platform === 'pcbios' ? platform : null,
      vendor: text('manufacturer') ?? text('vendor'),
      product: text('product'),
      asset: text('asset'),
      medium: query.get('from') === 'medium',
      address,
    },
  };
}

/** One line without control characters, or null for nothing. */
function clean(value: string | null): string | null {
  const line = (value ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, valueLimit);
  return line === '' ? null : line;
}
