/**
 * The last known good copy of the roster, for a start while the store is
 * away. It holds scripts, and those hold secrets: only its owner may read it.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { dataPath } from '@/lib/core/env';
import { noSettings, type RosterContent, type SettingsEntry } from './entries';
import type { Roster } from './roster';

/** Raised when the entries' form changes: an older copy is then not read. */
const format = 3;

/** Characters written at once; between two pieces the lane answers machines. */
const pieceSize = 256 * 1024;

function filePath(): string {
  return dataPath('roster.json');
}

/**
 * Writes the copy: one JSON value a line, so that neither writing nor reading
 * holds the process up. A crash leaves the old copy whole.
 */
export async function saveRoster(roster: Roster): Promise<void> {
  const unfinished = `${filePath()}.${process.pid}.new`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    await writeLines(file, roster);
    await file.sync();
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(unfinished, filePath());
}

async function writeLines(file: FileHandle, roster: Roster): Promise<void> {
  const head = { format, savedAt: new Date().toISOString(), settings: roster.settings };
  let piece = line(head);
  let count = 0;
  for (const one of roster.entries()) {
    piece += line(one);
    count += 1;
    if (piece.length < pieceSize) continue;
    await file.writeFile(piece);
    piece = '';
  }
  await file.writeFile(piece + line({ end: count }));
}

/** One line of JSON: readers of lines also break them at U+2028 and U+2029, which JSON leaves bare. */
function line(value: unknown): string {
  const text = JSON.stringify(value).replace(/[\u2028\u2029]/g, (separator) =>
    separator === '\u2028' ? '\\u2028' : '\\u2029',
  );
  return `${text}\n`;
}

/** The copy on disk, or null when there is none, or none that is whole. */
export async function readRosterFile(): Promise<RosterContent | null> {
  const content: RosterContent = {
    hosts: [],
    installs: [],
    scripts: [],
    texts: [],
    artifacts: [],
    media: [],
    links: [],
    enrolments: [],
    settings: noSettings,
  };
  let count = 0;
  let known = false;
  try {
    const lines = createInterface({ input: createReadStream(filePath(), 'utf8') });
    for await (const one of lines) {
      const value = JSON.parse(one) as Line;
      if ('format' in value) {
        if (value.format !== format) return null;
        content.settings = value.settings;
        known = true;
      } else if ('part' in value) {
        (content[value.part] as unknown[]).push(value.entry);
        count += 1;
      } else if ('end' in value) {
        return known && value.end === count ? content : null;
      }
    }
    return null;
  } catch {
    return null;
  }
}

type Line =
  | { format: number; settings: SettingsEntry }
  | { part: Exclude<keyof RosterContent, 'settings'>; entry: unknown }
  | { end: number };
