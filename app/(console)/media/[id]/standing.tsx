import { ButtonLink } from '@/app/_ui/button';
import { duration } from '@/app/_ui/duration';
import { Progress } from '@/app/_ui/progress';
import { meaningOf, Notice } from '@/app/_ui/status';
import type { MediumDetail } from '@/lib/builds/media/schema';
import { carriesToken } from './carries-token';
import { TimeLeft } from './time-left';

/** How it stands, why, and what can be done about it. */
export function Standing({
  medium,
  obstacle,
  mayWrite,
}: {
  medium: MediumDetail;
  /** Why it cannot be built here now. */
  obstacle: string | null;
  mayWrite: boolean;
}) {
  const { id, state, reason, step, progress, startedAt } = medium;
  if (state === 'queued' || state === 'running') {
    return (
      <Notice meaning={meaningOf(state)}>
        {state === 'queued'
          ? (obstacle ?? reason ?? 'Waiting for a worker.')
          : (step ?? 'Building.')}
        <span className="mt-2 flex items-center gap-3">
          <Progress value={progress} label={step ?? 'building'} />
          <span className="tabular w-10 shrink-0 text-right text-xs text-muted">
            {Math.round(progress * 100)} %
          </span>
          <span className="tabular w-32 shrink-0 text-right text-xs text-muted max-sm:hidden">
            {startedAt && <TimeLeft startedAt={startedAt} progress={progress} />}
          </span>
        </span>
      </Notice>
    );
  }
  if (state === 'done' && medium.size === null) {
    return (
      <Notice meaning="attention">
        It was built, and its files were let go since to save space. Build it again: equal inputs
        give equal bytes.
      </Notice>
    );
  }
  if (state === 'done') return <Notice meaning="good">{readySentence(medium)}</Notice>;
  return (
    <Notice
      meaning={meaningOf(state)}
      action={
        mayWrite && (
          <ButtonLink href={`/media/new?like=${id}&step=options`}>Change the choices</ButtonLink>
        )
      }
    >
      <p className="whitespace-pre-line">{reason ?? `The build is ${state}.`}</p>
      {obstacle && obstacle !== reason && <p className="mt-1">{obstacle}</p>}
    </Notice>
  );
}

function readySentence(medium: MediumDetail): string {
  const { startedAt, endedAt } = medium;
  const took =
    startedAt && endedAt
      ? ` in ${duration(new Date(endedAt).getTime() - new Date(startedAt).getTime())}`
      : '';
  return `Ready, built${took}. ${whoSentence(medium)}`;
}

function whoSentence(medium: MediumDetail): string {
  if (medium.closed) return 'It holds a secret of the team: only its operators can fetch it.';
  return carriesToken(medium)
    ? 'It carries an enrolment token: whoever knows its address can boot it, and has the token.'
    : 'Whoever knows its address can boot it.';
}
