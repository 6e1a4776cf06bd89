import Link from 'next/link';
import { linesOf } from '@/app/_ui/parameters';

/** Labels that fit into a row of a table. */
const few = 2;

const look =
  'inline-block truncate rounded border border-line bg-raised px-1.5 font-mono text-xs leading-5';

/** Labels as small marks; each leads to the hosts that have it. */
export function LabelChips({
  labels,
  all = false,
  linked = true,
}: {
  labels: Record<string, string>;
  /** Not only the first of them. */
  all?: boolean;
  linked?: boolean;
}) {
  const texts = Object.entries(labels).map(([name, value]) => (value ? `${name}=${value}` : name));
  const shown = all ? texts : texts.slice(0, few);
  const width = all ? 'max-w-72' : 'max-w-28';
  if (texts.length === 0) return null;
  return (
    <span className={`inline-flex max-w-full gap-1 align-middle ${all ? 'flex-wrap' : ''}`}>
      {shown.map((text) =>
        linked ? (
          <Link
            key={text}
            href={`/hosts?label=${encodeURIComponent(text)}`}
            title={`Hosts with ${text}`}
            className={`${look} ${width} hover:border-accent hover:text-accent`}
          >
            {text}
          </Link>
        ) : (
          <span key={text} className={`${look} ${width}`} title={text}>
            {text}
          </span>
        ),
      )}
      {texts.length > shown.length && (
        <span className="text-xs text-muted" title={linesOf(labels)}>
          +{texts.length - shown.length}
        </span>
      )}
    </span>
  );
}
