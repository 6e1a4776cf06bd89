/** hosts(5) syntax: an address, white space, names; `#` begins a comment. Pure. */
import { isIP } from 'node:net';

export interface HostsProblem {
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
  message: string;
}

export interface HostsEntry {
  line: number;
  address: string;
  names: string[];
}

export interface ParsedHosts {
  entries: HostsEntry[];
  problems: HostsProblem[];
}

/** More problems than this are not worth reading. */
const problemLimit = 100;

const label = /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

/** Reads the text, and tells every line that dnsmasq could not use. */
export function parseHosts(text: string): ParsedHosts {
  const entries: HostsEntry[] = [];
  const problems: HostsProblem[] = [];
  const complain = (problem: HostsProblem) => {
    if (problems.length < problemLimit) problems.push(problem);
  };
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const content = raw.replace(/\r$/, '').replace(/#.*$/, '');
    const words = [...content.matchAll(/[^ \t]+/g)].map((match) => ({
      text: match[0],
      column: match.index + 1,
    }));
    const [address, ...names] = words;
    if (!address) continue;
    const wrong = problemOf(address, names);
    if (wrong) complain({ line, ...wrong });
    else entries.push({ line, address: address.text, names: names.map((name) => name.text) });
  }
  return { entries, problems };
}

interface Word {
  text: string;
  column: number;
}

function problemOf(address: Word, names: Word[]): { column: number; message: string } | null {
  if (isIP(address.text) === 0) {
    return {
      column: address.column,
      message: `"${shorten(address.text)}" is not an IP address. A line begins with one, then its names.`,
    };
  }
  if (names.length === 0) {
    return {
      column: address.column + address.text.length,
      message: `${address.text} has no name after it.`,
    };
  }
  const bad = names.find((name) => !isName(name.text));
  return bad
    ? { column: bad.column, message: `"${shorten(bad.text)}" is not a name that DNS can hold.` }
    : null;
}

function isName(text: string): boolean {
  const name = text.replace(/\.$/, '');
  return name.length > 0 && name.length <= 253 && name.split('.').every((one) => label.test(one));
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The text for dnsmasq: only what was understood. */
export function printHosts(entries: HostsEntry[]): string {
  return entries.map(({ address, names }) => `${address} ${names.join(' ')}\n`).join('');
}
