import Link from 'next/link';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { kindFacts, type ScriptDetail, type ScriptKind } from '@/lib/scripts/schema';
import { kindNames } from '../kinds';

/** A script that includes this one, or takes its address. */
export interface Includer {
  id: string;
  kind: ScriptKind;
  title: string;
}

/** Who would notice a change of this script, and where machines get it. */
export function UsedBy({ script, includers }: { script: ScriptDetail; includers: Includer[] }) {
  const { kind } = script;
  const path = kind === 'main' ? 'mainscript' : `${kindFacts[kind].segment}/${script.id}`;
  return (
    <Card title="Used by">
      {kind === 'main' && <p className="text-muted">Every machine that boots here.</p>}
      {kind !== 'main' && script.usedBy.length + includers.length === 0 && (
        <p className="text-muted">No profile and no other script yet.</p>
      )}
      <ul aria-label="Used by" className="max-h-40 overflow-y-auto">
        {script.usedBy.map((profile) => (
          <li key={profile.id} className="flex items-baseline gap-2">
            <Link href={`/profiles/${profile.id}`} className="truncate hover:text-accent">
              {profile.name}
            </Link>
            <span className="shrink-0 text-xs text-muted">
              profile, {profile.hosts} {profile.hosts === 1 ? 'host' : 'hosts'} by hand
            </span>
          </li>
        ))}
        {includers.map((one) => (
          <li key={one.id} className="flex items-baseline gap-2">
            <Link href={`/scripts/${one.kind}/${one.id}`} className="truncate hover:text-accent">
              {one.title}
            </Link>
            <span className="shrink-0 text-xs text-muted">
              {kindNames[one.kind].name.toLowerCase()} that names it
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-3 mb-1 text-xs text-muted">Address for machines</p>
      <Copy text={`/api/pxeboot/${path}`} />
      {script.dialect === 'autoinstall' && (
        <p className="mt-2 text-xs text-muted">
          An install serves it as user-data, with meta-data, vendor-data and network-config beside
          it.
        </p>
      )}
    </Card>
  );
}
