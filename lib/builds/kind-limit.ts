/** How many builds of one kind a worker runs at once; the others wait their turn. */
import { shared } from '@/lib/core/shared';
import type { BuildKind } from './builder';

/** Making a system fills the disk and the cores; a bootloader is copied. */
const limits: Record<BuildKind, number> = {
  loaders: 2,
  agent: 1,
  image: 1,
  ipxe: 4,
  grub: 4,
  syslinux: 4,
  iso: 4,
};

interface Turns {
  running: number;
  waiting: (() => void)[];
}

/** Runs `work` when it is its turn. Throws the signal's reason when it is aborted while waiting. */
export async function inTurn<T>(given: {
  kind: BuildKind;
  signal: AbortSignal;
  onWait: () => void;
  work: () => Promise<T>;
}): Promise<T> {
  const turns = shared<Turns>(`builds.turns.${given.kind}`, () => ({ running: 0, waiting: [] }));
  if (turns.running >= limits[given.kind]) {
    given.onWait();
    await turn(turns, given.signal);
  } else {
    turns.running += 1;
  }
  try {
    return await given.work();
  } finally {
    // The place is handed on, so that nobody slips in between.
    const next = turns.waiting.shift();
    if (next) next();
    else turns.running -= 1;
  }
}

function turn(turns: Turns, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      turns.waiting.splice(turns.waiting.indexOf(go), 1);
      reject(signal.reason);
    };
    const go = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    signal.addEventListener('abort', leave, { once: true });
    turns.waiting.push(go);
  });
}
