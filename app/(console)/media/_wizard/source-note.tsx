import Link from 'next/link';
import { Status } from '@/app/_ui/status';
import { Ago } from '@/app/_ui/time';
import type { SourceAnswer } from '@/lib/builds/sources/schema';

/** What it would be compiled from, or why it cannot be had. */
export function SourceNote({ source }: { source: SourceAnswer }) {
  const { version, state, reason } = source;
  return (
    <div className="flex flex-col gap-1">
      {version ? (
        <p className="text-muted">
          From <span className="font-mono text-[13px]">{version.describe}</span>
          {version.date && (
            <>
              , <Ago at={version.date} />
            </>
          )}
          .
        </p>
      ) : (
        <Status meaning="attention">
          {state === 'updating' ? 'The source is on its way' : 'No source is here yet'}
        </Status>
      )}
      {reason && state !== 'ready' && <p className="break-words text-muted">{reason}</p>}
      {!version && (
        <Link href="/settings?tab=builds" className="text-accent underline">
          Where it comes from
        </Link>
      )}
    </div>
  );
}
