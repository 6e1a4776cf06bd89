import Link from 'next/link';
import { duration } from './duration';
import { Output } from './output';
import { Clock } from './time';

export interface EventShown {
  id: string | number;
  at: string;
  source: string;
  type: string;
  message: string;
  mac: string | null;
  hostId: string | null;
  hostName?: string | null;
  data: unknown;
}

const names: Record<string, string> = {
  dhcp: 'DHCP',
  tftp: 'TFTP',
  dns: 'DNS',
  boot: 'iPXE',
  agent: 'agent',
  gate: 'gate',
  build: 'build',
  service: 'service',
  console: 'console',
};

/** What an event means, for its colour. */
function colour(event: EventShown): string {
  if (/fail|refus|crash|error/.test(event.type)) return 'text-danger';
  // Somebody should look: secrets asked for twice, a script that a machine could not be given.
  if (field(event.data, 'attention') === true) return 'text-danger';
  const code = field(event.data, 'exitCode');
  if (typeof code === 'number' && code !== 0) return 'text-danger';
  if (/finished|installed|first-boot|ssh/.test(event.type)) return 'text-good';
  return '';
}

function field(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null
    ? (data as Record<string, unknown>)[name]
    : undefined;
}

/** One event: when, who, what, and its output where it has one. */
export function EventLine({
  event,
  since,
  showHost = false,
}: {
  event: EventShown;
  /** Milliseconds since the beginning of what it belongs to. */
  since?: number;
  /** In a feed of many hosts; outputs of failures stay folded there. */
  showHost?: boolean;
}) {
  const output = field(event.data, 'output');
  return (
    <li className="arrive flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-1.5">
      <span className="w-[4.25rem] shrink-0 text-muted">
        <Clock at={event.at} />
      </span>
      <span className="w-16 shrink-0 text-muted">{names[event.source] ?? event.source}</span>
      {showHost && (
        <span className="w-40 shrink-0 truncate">
          {event.hostId ? (
            <Link href={`/hosts/${event.hostId}`} className="hover:text-accent">
              {event.hostName ?? event.mac}
            </Link>
          ) : (
            <span className="font-mono text-[13px] text-muted">{event.mac}</span>
          )}
        </span>
      )}
      <span className={`min-w-0 flex-1 basis-56 break-words ${colour(event)}`}>
        {event.message}
      </span>
      {since !== undefined && (
        <span className="tabular ml-auto shrink-0 text-xs text-faint">+{duration(since)}</span>
      )}
      {typeof output === 'string' && output.trim() !== '' && (
        <details
          className="w-full sm:pl-[10.5rem]"
          open={!showHost && colour(event) === 'text-danger'}
        >
          <summary className="cursor-pointer text-xs text-accent">Output</summary>
          <Output text={output} className="mt-1 max-h-80 rounded-md bg-raised p-3" />
        </details>
      )}
    </li>
  );
}
