'use client';

import { Card } from '@/app/_ui/card';
import { Editor } from '@/app/_ui/editor/editor';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { ScriptText } from '../_wizard/script-text';
import type { TextOnIt } from './text-on-it';

/** What runs when it boots, with what the checker says of it. */
export function OnIt({
  text,
  capabilities,
}: {
  text: TextOnIt;
  capabilities: Capabilities | null;
}) {
  const label = `Text of ${text.name}`;
  return (
    <Card title={`On it: ${text.name}`}>
      {text.note && <p className="mb-3 break-words text-muted">{text.note}</p>}
      {text.language === 'ipxe' ? (
        <ScriptText label={label} text={text.text} capabilities={capabilities} />
      ) : (
        <div className="h-72 overflow-hidden rounded-md border border-line-strong">
          <Editor label={label} language="shell" value={text.text} readOnly />
        </div>
      )}
    </Card>
  );
}
