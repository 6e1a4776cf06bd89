import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';

/** The four meanings, and none. */
export type Meaning = 'working' | 'good' | 'attention' | 'failed' | 'none';

const looks: Record<Meaning, { colour: string; soft: string; Shape: typeof CircleCheck }> = {
  working: { colour: 'text-working', soft: 'bg-working-soft', Shape: LoaderCircle },
  good: { colour: 'text-good', soft: 'bg-good-soft', Shape: CircleCheck },
  attention: { colour: 'text-attention', soft: 'bg-attention-soft', Shape: CircleAlert },
  failed: { colour: 'text-danger', soft: 'bg-danger-soft', Shape: CircleX },
  none: { colour: 'text-muted', soft: 'bg-raised', Shape: CircleDashed },
};

/** A state as a shape, a colour and a word; never colour alone. */
export function Status({ meaning, children }: { meaning: Meaning; children: ReactNode }) {
  const { colour, Shape } = looks[meaning];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${colour}`}>
      <Shape aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      {children}
    </span>
  );
}

/** A sentence that explains a state, in its colour. */
export function Notice({
  meaning,
  children,
  action,
}: {
  meaning: Meaning;
  children: ReactNode;
  action?: ReactNode;
}) {
  const { colour, soft, Shape } = looks[meaning];
  return (
    <div className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md px-4 py-2.5 ${soft}`}>
      <Shape aria-hidden className={`size-4 shrink-0 ${colour}`} />
      <div className="min-w-0 flex-1 basis-52 break-words">{children}</div>
      {action}
    </div>
  );
}

const meanings: Record<string, Meaning> = {
  installed: 'good',
  ready: 'good',
  done: 'good',
  on: 'good',
  authorised: 'working',
  booting: 'working',
  installing: 'working',
  importing: 'working',
  running: 'working',
  starting: 'working',
  stopping: 'working',
  queued: 'none',
  waiting: 'none',
  new: 'none',
  off: 'none',
  cancelled: 'none',
  rejected: 'none',
  expired: 'attention',
  'backing-off': 'attention',
  failed: 'failed',
};

/** The meaning of a state's name. */
export function meaningOf(state: string): Meaning {
  return meanings[state] ?? 'none';
}

export function StateBadge({ state }: { state: string }) {
  return <Status meaning={meaningOf(state)}>{state.replaceAll('-', ' ')}</Status>;
}
