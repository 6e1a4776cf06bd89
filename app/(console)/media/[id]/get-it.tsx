import { bytes } from '@/app/_ui/bytes';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Cell, Row, Table } from '@/app/_ui/table';
import type { MediumDetail } from '@/lib/builds/media/schema';
import { collectionOf } from '../_rest/request';
import { linesOf } from './lines';

/** Its addresses, its files with their sums, and the lines that use it. */
export function GetIt({ medium }: { medium: MediumDetail }) {
  const main = medium.files.find(({ name }) => name === medium.main);
  if (!main) return null;
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
        <Table head={['Name', 'Size', 'SHA-256']}>
          {medium.files.map((file) => (
            <Row key={file.name}>
              <Cell>
                <a
                  href={file.url}
                  download={file.name}
                  className="font-mono text-[13px] hover:text-accent"
                >
                  {file.name}
                </a>
              </Cell>
              <Cell className="tabular text-muted">{bytes(file.size)}</Cell>
              <Cell wide>
                <Copy text={file.sha256} />
              </Cell>
            </Row>
          ))}
        </Table>
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
