import type { MediumAnswer } from '@/lib/builds/media/schema';

/** A medium as the list shows it. */
export type MediumRow = Pick<
  MediumAnswer,
  | 'id'
  | 'kind'
  | 'title'
  | 'state'
  | 'reason'
  | 'step'
  | 'progress'
  | 'size'
  | 'links'
  | 'requestedBy'
  | 'createdAt'
> & {
  /** Of the file that is booted; null where there is none. */
  url: string | null;
};

/** What the list shows of a medium. */
export function mediumRowOf(medium: MediumAnswer): MediumRow {
  const { id, kind, title, state, reason, step, progress } = medium;
  const { size, links, requestedBy, createdAt } = medium;
  const main = medium.files.find(({ name }) => name === medium.main);
  return {
    ...{ id, kind, title, state, reason, step, progress },
    ...{ size, links, requestedBy, createdAt },
    url: main?.url ?? null,
  };
}
