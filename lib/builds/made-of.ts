/** What a build is made of: looked at before it begins, and again when it has been made. */
import type { BuildInput } from './builder';
import { fingerprint } from './fingerprint';
import { saltOf } from './requests/salt';
import type { AtWork } from './run';

/** A build whose builder can be asked. */
export interface Looking extends AtWork {
  cache: string;
  secrets: Record<string, string>;
}

/** What a builder found, and the fingerprint that follows from it. */
export interface MadeOf {
  inputs: BuildInput[];
  fingerprint: string;
}

/** What went into a build is no longer what its fingerprint says. */
export class InputsChanged extends Error {
  constructor() {
    super('What it is made of was updated while it was built. Build it again.');
    this.name = 'InputsChanged';
  }
}

/** Asks the builder. Throws the signal's reason as soon as the build is stopped. */
export async function lookInto(work: Looking): Promise<MadeOf> {
  const { builder, spec, cache, secrets } = work;
  const { signal } = work.watch;
  const looking = builder.inputs(spec, { cache, signal, secrets });
  const inputs = await untilAborted({ signal, work: looking });
  const { kind } = work.claimed;
  const salt = saltOf({ kind, spec });
  const print = fingerprint({ kind, spec, version: builder.version, inputs, salt });
  return { inputs, fingerprint: print };
}

/**
 * Throws InputsChanged when a source or a package was updated since: what has
 * been made may be of the new one, and must not be kept under the old name.
 */
export async function demandSame(work: Looking & MadeOf): Promise<void> {
  const now = await lookInto(work);
  if (now.fingerprint !== work.fingerprint) throw new InputsChanged();
}

/**
 * The builder's own programs end by the signal, but it may wait for what
 * another build does; nobody waits for it any more then.
 */
async function untilAborted<T>(given: { signal: AbortSignal; work: Promise<T> }): Promise<T> {
  const { signal, work } = given;
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  // Whichever comes too late may fail unheard.
  for (const late of [work, stopped]) late.catch(() => {});
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    const found = await Promise.race([work, stopped]);
    signal.throwIfAborted();
    return found;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
