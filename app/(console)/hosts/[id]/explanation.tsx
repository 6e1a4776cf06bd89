import { headers } from 'next/headers';
import Link from 'next/link';
import { Card } from '@/app/_ui/card';
import { Notice, Status } from '@/app/_ui/status';
import type { Actor } from '@/lib/auth/actor';
import { explainHost } from '@/lib/boot/explain';
import type { Explanation as Explained } from '@/lib/boot/schema';

const decisions: Record<Explained['decision'], string> = {
  unknown: 'Unknown machine: 404, and it is written down',
  'local-disk': 'Its own disk',
  agent: 'The agent, which writes the image',
  script: 'The sub script',
};

/** What the machine would get, and why: each rule that won, and those that lost with the reason. */
export async function Explanation({ actor, hostId }: { actor: Actor; hostId: string }) {
  const host = (await headers()).get('host') ?? undefined;
  const explained = await explainHost({ actor, hostId, host });
  const { ifAuthorised, facts } = explained;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <Card title="If it booted now">
          <p className="mb-3 text-muted">
            It would tell {facts.macs.join(', ')}
            {facts.uuid && `, UUID ${facts.uuid}`}
            {facts.serial && `, serial ${facts.serial}`}
            {facts.platform && `, ${facts.platform === 'efi' ? 'UEFI' : 'BIOS'}`}.
          </p>
          <Rules explained={explained} />
        </Card>
        {ifAuthorised && 'refusal' in ifAuthorised && (
          <Notice meaning="attention">
            An install could not be authorised: {ifAuthorised.refusal}
          </Notice>
        )}
        {ifAuthorised && 'decision' in ifAuthorised && (
          <Card title="If an install were authorised">
            <Rules explained={ifAuthorised} />
          </Card>
        )}
        {explained.scripts.length > 0 && (
          <Card title="Scripts, as they would be pinned">
            <ol className="flex flex-col gap-1">
              {explained.scripts.map((script) => (
                <li key={`${script.kind} ${script.id}`} className="flex gap-3">
                  <span className="w-20 text-muted">{script.kind}</span>
                  <Link href={`/scripts/${script.kind}/${script.id}`} className="hover:text-accent">
                    {script.title}
                  </Link>
                  <span className="tabular text-muted">r{script.revision}</span>
                </li>
              ))}
            </ol>
          </Card>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Script title="The script that it would run" text={explained.script} />
        {ifAuthorised && 'script' in ifAuthorised && (
          <Script title="With an install authorised" text={ifAuthorised.script} />
        )}
      </div>
    </div>
  );
}

function Rules({ explained }: { explained: Pick<Explained, 'decision' | 'reasons'> }) {
  return (
    <ol className="flex flex-col gap-2">
      {explained.reasons.map((reason) => (
        <li key={`${reason.rule} ${reason.text}`} className="flex gap-3">
          <span className="w-16 shrink-0 text-muted">{reason.rule}</span>
          <span className={reason.outcome === 'won' ? 'font-semibold' : 'text-muted'}>
            {reason.text}
          </span>
        </li>
      ))}
      <li className="flex gap-3 border-t border-line pt-2">
        <span className="w-16 shrink-0 text-muted">gets</span>
        <Status meaning="working">{decisions[explained.decision]}</Status>
      </li>
    </ol>
  );
}

function Script({ title, text }: { title: string; text: string }) {
  return (
    <Card title={title} flush>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto p-4 font-mono text-xs leading-5"
      >
        {text}
      </pre>
    </Card>
  );
}
