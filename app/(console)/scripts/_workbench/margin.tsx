'use client';

import type { Finding } from '@/lib/scripts/lint/schema';
import type { RevisionSummary, ScriptDetail } from '@/lib/scripts/schema';
import { Deletion } from './deletion';
import { Problems } from './problems';
import { Revisions } from './revisions';
import type { Checking } from './use-findings';
import { type Includer, UsedBy } from './used-by';
import { type Offered, Variables } from './variables';

/** Beside the code: what is wrong, what can be named, who uses it, what it was. */
export function Margin(props: {
  script: ScriptDetail | null;
  revisions: RevisionSummary[];
  includers: Includer[];
  me: string;
  mayWrite: boolean;
  findings: Finding[];
  checking: Checking;
  template: boolean;
  variables: Offered[];
  onGo: (place: { line: number; column: number }) => void;
  onTemplate: (on: boolean) => void;
  onInsert: (text: string) => void;
  onDiff: (number: number) => void;
  onRestore: (number: number) => void;
}) {
  const { script, mayWrite } = props;
  return (
    <aside aria-label="About this script" className="flex min-w-0 flex-col gap-3">
      <Problems findings={props.findings} checking={props.checking} onGo={props.onGo} />
      {/* Bootloaders carry the main script, the same for every machine. */}
      {script?.kind !== 'main' && (
        <Variables
          template={props.template}
          variables={props.variables}
          mayWrite={mayWrite}
          onTemplate={props.onTemplate}
          onInsert={props.onInsert}
        />
      )}
      {script && (
        <>
          <UsedBy script={script} includers={props.includers} />
          <Revisions
            revisions={props.revisions}
            me={props.me}
            mayWrite={mayWrite}
            onDiff={props.onDiff}
            onRestore={props.onRestore}
          />
          {mayWrite && script.kind !== 'main' && <Deletion kind={script.kind} script={script} />}
        </>
      )}
    </aside>
  );
}
