'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Field, Input } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { lookUpAction } from './actions';

/** Asks a DNS server for a name, as a machine would. */
export function Lookup({ server, domain }: { server: string | null; domain: string }) {
  const [name, setName] = useState('');
  const [at, setAt] = useState(server ?? '');
  const [answer, setAnswer] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});

  async function ask(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await lookUpAction({ domain: name, server: at });
    setBusy(false);
    setErrors(result.ok ? {} : errorsByField(result));
    setAnswer(result.ok ? JSON.stringify(result.value, null, 2) : null);
  }

  return (
    <Card title="Ask for a name" className="max-w-2xl">
      <form onSubmit={ask} className="grid items-start gap-3 sm:grid-cols-[1fr_200px_auto]">
        <Field
          label="Name"
          name="domain"
          error={errors.domain ?? errors.form}
          hint={`Such as node-1.${domain}`}
        >
          <Input name="domain" mono value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Field label="Server" name="server" error={errors.server ?? errors.dnsServer}>
          <Input name="server" mono value={at} onChange={(e) => setAt(e.target.value)} />
        </Field>
        <Button look="primary" type="submit" busy={busy} className="sm:mt-6">
          Look up
        </Button>
      </form>
      {answer && (
        <pre className="overflow-x-auto rounded-md bg-raised p-3 font-mono text-xs">{answer}</pre>
      )}
    </Card>
  );
}
