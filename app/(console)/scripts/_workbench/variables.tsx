'use client';

import Link from 'next/link';
import { Card } from '@/app/_ui/card';
import { Check } from '@/app/_ui/field';

export interface Offered {
  name: string;
  description: string;
}

/** Whether the text is a template, and what one can name; a click puts it in. */
export function Variables({
  template,
  variables,
  mayWrite,
  onTemplate,
  onInsert,
}: {
  template: boolean;
  variables: Offered[];
  mayWrite: boolean;
  onTemplate: (on: boolean) => void;
  onInsert: (text: string) => void;
}) {
  return (
    <Card title="Template" flush>
      <div className="px-4 py-3">
        <Check
          checked={template}
          disabled={!mayWrite}
          onChange={(event) => onTemplate(event.target.checked)}
          label="This text is a template"
          hint={
            <>
              <code className="font-mono">{'{{ host.name }}'}</code> and its like are filled in for
              each machine; <code className="font-mono">{'${…}'}</code> always stays as it is.
            </>
          }
        />
      </div>
      {template && (
        <ul
          aria-label="Variables"
          className="max-h-56 overflow-y-auto border-t border-line py-1 text-[13px]"
        >
          {variables.map(({ name, description }) => (
            <li key={name}>
              <button
                type="button"
                disabled={!mayWrite}
                title={`${description}. Put in by a click.`}
                onClick={() => onInsert(`{{ ${name} }}`)}
                className="block w-full truncate px-4 py-0.5 text-left font-mono hover:bg-raised hover:text-accent disabled:cursor-default"
              >
                {name}
              </button>
            </li>
          ))}
          <li className="px-4 pt-1 text-xs text-muted">
            Secrets are kept in the{' '}
            <Link href="/settings?tab=secrets" className="text-accent hover:underline">
              settings
            </Link>
            .
          </li>
        </ul>
      )}
    </Card>
  );
}
