'use client';

import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { ChoiceCards } from '@/app/_ui/choice-cards';
import { SelectField } from '@/app/_ui/labelled';
import { subScriptTextAction } from '../actions';
import { capabilitiesOf } from './loader-capabilities';
import { ScriptText } from './script-text';
import type { StepProps } from './wizard';

/** The ready script, a copy of one of the team's, or a text of one's own. */
export function IpxeScript({ choices, errors, ground, change }: StepProps) {
  const { source, copied, origin, kind } = choices;
  const capabilities = capabilitiesOf({
    capabilities: ground.capabilities,
    compiled: choices.engine === 'compiled',
    platforms: kind === 'iso' ? choices.architectures : [choices.platform],
    trust: choices.options.trust.trim() !== '',
  });
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);

  async function pick(id: string) {
    setFailed(null);
    if (id === '') return change({ copied: null });
    setBusy(true);
    const result = await subScriptTextAction({ id });
    setBusy(false);
    if (result.ok) change({ copied: result.value });
    else setFailed(result.message);
  }

  return (
    <div className="flex flex-col gap-4">
      <ChoiceCards
        legend="What does it run?"
        name="source"
        value={source}
        choices={[
          {
            value: 'ready',
            name: 'The ready script',
            about:
              'Tries every card, asks us what this machine is to boot, tries again, and says on the screen what went wrong.',
            closed:
              origin === 'none'
                ? 'It needs an address of ours: choose one under “Where from”.'
                : null,
          },
          {
            value: 'sub',
            name: 'One of our sub scripts',
            about: 'Its text is copied: later changes of the script do not reach the medium.',
            closed: ground.subScripts.length === 0 ? 'No sub script is there yet.' : null,
          },
          {
            value: 'own',
            name: 'My own text',
            about:
              origin === 'none'
                ? 'Put in byte for byte.'
                : 'With our address set as ${base} under its first line.',
          },
        ]}
        onChange={(chosen) => change({ source: chosen })}
      />
      {source === 'ready' && errors.script && <p className="text-danger">{errors.script}</p>}
      {source === 'sub' && (
        <SelectField
          label="Sub script"
          name="script"
          value={copied?.id ?? ''}
          error={errors.script ?? failed ?? undefined}
          hint={
            copied
              ? `A copy of r${copied.revision}.`
              : 'Templates need a host, and cannot be copied.'
          }
          disabled={busy}
          onChange={(id) => void pick(id)}
        >
          <option value="">Choose a sub script</option>
          {ground.subScripts.map((one) => (
            <option key={one.id} value={one.id} disabled={one.template}>
              {one.title}
              {one.template ? ' (a template)' : ''}
            </option>
          ))}
        </SelectField>
      )}
      {source === 'sub' && copied && (
        <>
          <ScriptText
            label={`Text of ${copied.title}`}
            text={copied.text}
            capabilities={capabilities}
          />
          <div>
            <Button onClick={() => change({ source: 'own', script: copied.text })}>
              Change the copy
            </Button>
          </div>
        </>
      )}
      {source === 'own' && (
        <ScriptText
          label="Text of the script"
          text={choices.script}
          error={errors.script}
          capabilities={capabilities}
          onChange={(script) => change({ script })}
        />
      )}
    </div>
  );
}
