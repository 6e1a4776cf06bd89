import { FileCode2 } from 'lucide-react';
import { headers } from 'next/headers';
import Link from 'next/link';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { Notice } from '@/app/_ui/status';
import type { Actor } from '@/lib/auth/actor';
import { explainHost } from '@/lib/boot/explain';
import { previewScript } from '@/lib/boot/preview';
import type { Preview } from '@/lib/boot/preview/schema';
import type { Explanation } from '@/lib/boot/schema';
import { readRevision } from '@/lib/scripts/data';
import { Rendered } from '../_explain/rendered';

type Pinned = Explanation['scripts'][number];

const kinds: Record<Pinned['kind'], string> = {
  sub: 'Sub script',
  kickstart: 'Kickstart',
  pre: 'Pre-install',
  post: 'Post-install',
};

/** Each script of the host as its machine would get it: what an open install has pinned, or one would pin. */
export async function RenderedScripts({
  actor,
  hostId,
  chosen,
}: {
  actor: Actor;
  hostId: string;
  /** Id of the script that is shown; the first one otherwise. */
  chosen: string | undefined;
}) {
  const host = (await headers()).get('host') ?? undefined;
  const { scripts } = await explainHost({ actor, hostId, host });
  const shown = scripts.find(({ id }) => id === chosen) ?? scripts[0];
  if (!shown) {
    return (
      <Card>
        <Empty Picture={FileCode2} title="No script would be served">
          Its profile names none, or it has no profile. Here is what each script becomes for this
          host, once there is one.
        </Empty>
      </Card>
    );
  }
  const { text, template, dialect } = await readRevision({
    actor,
    kind: shown.kind,
    id: shown.id,
    number: shown.revision,
  });
  const preview = await previewScript({
    ...{ actor, host, hostId, text, template, dialect },
    kind: shown.kind,
    id: shown.id,
    title: shown.title,
  });
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <Card flush>
        <ul className="divide-y divide-line">
          {scripts.map((script) => (
            <li key={`${script.kind} ${script.id}`}>
              <Link
                href={`/hosts/${hostId}?tab=rendered&script=${script.id}`}
                scroll={false}
                aria-current={script === shown ? 'true' : undefined}
                className={`block px-4 py-2 hover:bg-raised ${script === shown ? 'bg-raised' : ''}`}
              >
                <span className="block text-xs text-muted">
                  {kinds[script.kind]} r{script.revision}
                </span>
                <span className="block truncate">{script.title}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
      <div className="flex min-w-0 flex-col gap-4">
        <Text script={shown} preview={preview} />
        {preview.companions.map((file) => (
          <Rendered key={file.name} title={`Beside it: ${file.name}`} text={file.text} />
        ))}
      </div>
    </div>
  );
}

function Text({ script, preview }: { script: Pinned; preview: Preview }) {
  if (!preview.ok) {
    return (
      <Notice meaning="failed">
        This machine would get an error in its place.
        <ul className="mt-1">
          {preview.problems.map(({ title, line, column, message }) => (
            <li key={`${title} ${line} ${column} ${message}`}>
              “{title}” line {line}, column {column}: {message}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  const secrets = preview.secrets.map((name) => `secrets.${name}`).join(', ');
  return (
    <>
      {secrets && <Notice meaning="none">Masked here, and filled in when served: {secrets}</Notice>}
      <Rendered
        title={script.title}
        text={preview.text}
        actions={
          <>
            <span className="hidden font-mono text-xs whitespace-nowrap text-muted sm:inline">
              {preview.mediaType}
            </span>
            <Link
              href={`/scripts/${script.kind}/${script.id}`}
              className="whitespace-nowrap text-accent"
            >
              Edit
            </Link>
          </>
        }
      />
    </>
  );
}
