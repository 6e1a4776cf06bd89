/**
 * A group of things that run together: the first to stop stops all, and all are waited for.
 * (The idea is oklog/run's.)
 */

export interface Member {
  name: string;
  /** Runs until it is done or `signal` is aborted; then it cleans up and settles. */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Runs all members until one of them ends or `signal` is aborted, then stops the others.
 * Resolves when every member has ended without an error. Rejects, also only when every one has
 * ended, with the first error that a member threw.
 */
export async function runGroup(given: { members: Member[]; signal: AbortSignal }): Promise<void> {
  const group = new AbortController();
  const stop = () => group.abort();
  if (given.signal.aborted) stop();
  given.signal.addEventListener('abort', stop, { once: true });
  const failures: unknown[] = [];
  await Promise.all(
    given.members.map(async (member) => {
      try {
        await member.run(group.signal);
      } catch (error) {
        failures.push(error);
      } finally {
        stop();
      }
    }),
  );
  given.signal.removeEventListener('abort', stop);
  if (failures.length > 0) throw failures[0];
}
