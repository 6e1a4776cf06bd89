import { bytes } from '@/app/_ui/bytes';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import type { MediumDetail } from '@/lib/builds/media/schema';
import { pathOf } from '../_rest/path-of';
import { collectionOf } from '../_rest/request';
import { linesOf } from './lines';
import { Sum } from './sum';

/** Its addresses, its files with their sums, and the lines that use it. */
export function GetIt({ medium }: { medium: MediumDetail }) {
  if (medium.withheld) {
    return (
      <Card title="Files">
        <p className="text-muted">{medium.withheld}</p>
      </Card>
    );
  }
  const given = medium.files.flatMap(({ url, ...file }) =>
    url === null ? [] : [{ ...file, url }],
  );
  const main = given.find(({ name }) => name === medium.main) ?? given[0];
  if (!main) return null;
  // The one that is booted first.
  const files = [main, ...given.filter((file) => file !== main)];
  const stable = medium.links[0]?.url ?? medium.permalink ?? main.url;
  const rest = `${new URL(main.url).origin}${collectionOf(medium.kind)}/${medium.id}`;
  const addresses: [name: string, about: string, url: string][] = [
    ...(medium.permalink
      ? ([['Permalink', 'The newest result of this request.', medium.permalink]] as [
          string,
          string,
          string,
        ][])
      : []),
    ['These bytes', 'Exactly this file, for as long as it is kept.', main.url],
    ['REST', 'With an API token: the file, or JSON when asked for.', rest],
  ];
  return (
    <>
      <Card title="Addresses">
        <dl className="flex flex-col gap-3">
          {addresses.map(([name, about, url]) => (
            <div key={name}>
              <dt>
                <span className="font-medium">{name}</span>{' '}
                <span className="text-xs text-muted">{about}</span>
              </dt>
              <dd className="min-w-0">
                <Copy text={url} />
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={`Files · ${bytes(medium.size)}`} flush>
        <ul aria-label="Files" className="divide-y divide-line">
          {files.map((file) => (
            <li key={file.name} className="px-4 py-2">
              <div className="flex flex-wrap items-baseline gap-x-4">
                <a
                  href={pathOf(file.url)}
                  download={file.name}
                  className="font-mono text-[13px] font-medium hover:text-accent"
                >
                  {file.name}
                </a>
                <span className="tabular text-muted" title={`${file.size} bytes`}>
                  {bytes(file.size)}
                </span>
                {file.name === main.name && <span className="text-xs text-muted">is booted</span>}
              </div>
              <Sum of={file.sha256} />
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Use it">
        <dl className="flex flex-col gap-3">
          {linesOf({ file: main, url: stable }).map((line) => (
            <div key={line.name}>
              <dt>
                <span className="font-medium">{line.name}</span>{' '}
                <span className="text-xs text-muted">{line.about}</span>
              </dt>
              <dd className="mt-0.5 min-w-0 rounded-md bg-raised px-2.5 py-1.5">
                <Copy text={line.text} />
              </dd>
            </div>
          ))}
        </dl>
      </Card>
    </>
  );
}
