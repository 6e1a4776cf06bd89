'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Curl } from '@/app/_ui/curl';
import { TextField } from '@/app/_ui/labelled';
import type { Retention } from '@/lib/builds/retention/schema';
import { changeRetentionAction } from './actions';
import { useAction } from './use-action';

const fields: { name: keyof Retention; label: string; hint: string }[] = [
  {
    name: 'artifactDays',
    label: 'Files, days since their last use',
    hint: 'What a host, a link or the network boots from stays.',
  },
  {
    name: 'newestKept',
    label: 'Newest of each kind that stay',
    hint: 'Whatever their age.',
  },
  {
    name: 'buildDays',
    label: 'Builds, days since they ended',
    hint: 'With its build, a medium’s permalink goes.',
  },
  { name: 'logDays', label: 'Logs, days since the build ended', hint: 'The build itself stays.' },
  {
    name: 'cacheDays',
    label: 'Caches, days since their last use',
    hint: 'Packages, sources, compiled bases: they come again when needed.',
  },
];

/** As the fields hold them. */
type Typed = Record<keyof Retention, string>;

function typedOf(kept: Retention): Typed {
  return Object.fromEntries(fields.map(({ name }) => [name, String(kept[name])])) as Typed;
}

/** How long what builds leave is kept. */
export function RetentionForm({ kept, mayChange }: { kept: Retention; mayChange: boolean }) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [typed, setTyped] = useState(typedOf(kept));
  const changed = fields.filter(({ name }) => typed[name] !== String(kept[name]));
  const change = Object.fromEntries(changed.map(({ name }) => [name, Number(typed[name])]));

  function send(event: FormEvent) {
    event.preventDefault();
    void run(changeRetentionAction(change), (value) => {
      setTyped(typedOf(value));
      toast('Kept. The next upkeep, within minutes, goes by it.');
      router.refresh();
    });
  }

  return (
    <Card title="How long it is kept">
      <form onSubmit={send} noValidate>
        <fieldset disabled={!mayChange} className="grid gap-x-4 sm:grid-cols-2">
          <legend className="sr-only">How long it is kept</legend>
          {fields.map(({ name, label, hint }) => (
            <TextField
              key={name}
              type="number"
              label={label}
              name={name}
              value={typed[name]}
              error={errors[name]}
              hint={hint}
              onChange={(value) => setTyped((old) => ({ ...old, [name]: value }))}
            />
          ))}
        </fieldset>
        {mayChange ? (
          <div className="mt-2 flex items-center justify-between gap-3">
            <Curl method="PUT" path="/api/builds/retention" body={change} />
            <Button look="primary" type="submit" busy={busy} disabled={changed.length === 0}>
              Save
            </Button>
          </div>
        ) : (
          <p className="text-muted">Operators of the team that owns this installation change it.</p>
        )}
      </form>
    </Card>
  );
}
