import { bytes } from '@/app/_ui/bytes';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import type { MediumDetail } from '@/lib/builds/media/schema';
import { pathOf } from '../_rest/path-of';
import { collectionOf } from '../_rest/request';
import { linesOf } from './lines';
import { Sum } from './sum';
import { machinesOf } from './virtual-machine';

/** Its addresses, its files with their sums, and the lines that use it. */
export function GetIt({ medium }: { medium: MediumDetail }) {
  if (medium.withheld) return <Withheld medium={medium} reason={medium.withheld} />;
  const given = medium.files.flatMap(({ url, ...file }) =>
    url === null ? [] : [{ ...file, url }],
  );
  const main = given.find(({ name }) => name === medium.main) ?? given[0];
  if (!main) return null;
  // The one that is booted first.
  const files = [main, ...given.filter((file) => file !== main)];
  const stable = medium.links[0]?.url ?? medium.permalink ?? main.url;
  const machines = machinesOf(medium);
  const lines = linesOf({ file: main, stable, closed: medium.closed, machines });
  const rest = `${new URL(main.url).origin}${collectionOf(medium.kind)}/${medium.id}`;
  const addresses: [name: string, about: string, url: string][] = [
    ...(medium.permalink
      ? ([['Permalink', 'The newest result of this request.', medium.permalink]] as [
          string,
          string,
          string,
        ][])
      : []),
    [
      'These bytes',
      `Exactly this file, for as long as it is kept${medium.closed ? ', with an API token' : ''}.`,
      main.url,
    ],
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
          {lines.map((line) => (
            <div key={line.text}>
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

/** What there is, for those who may not have it. */
function Withheld({ medium, reason }: { medium: MediumDetail; reason: string }) {
  return (
    <Card title={`Files · ${bytes(medium.size)}`}>
      <p className="mb-2 text-muted">{reason}</p>
      <ul aria-label="Files">
        {medium.files.map((file) => (
          <li key={file.name} className="flex flex-wrap items-baseline gap-x-4">
            <span className="font-mono text-[13px]">{file.name}</span>
            <span className="tabular text-muted">{bytes(file.size)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
