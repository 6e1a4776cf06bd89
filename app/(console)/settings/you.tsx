'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Field, Input } from '@/app/_ui/field';
import { leave } from '../_shell/leave';
import { changePasswordAction } from './actions';
import { useAction } from './use-action';

/** One's own password. Changing it ends every session. */
export function You({ name }: { name: string }) {
  const { busy, errors, run } = useAction();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');

  function change(event: FormEvent) {
    event.preventDefault();
    void run(changePasswordAction({ current, password }), leave);
  }

  return (
    <Card title="Your password" className="max-w-lg">
      <form onSubmit={change} className="flex flex-col gap-1">
        <input type="hidden" autoComplete="username" value={name} readOnly />
        <Field label="The one you have" name="current" error={errors.current}>
          <Input
            name="current"
            type="password"
            autoComplete="current-password"
            value={current}
            error={errors.current}
            onChange={(e) => setCurrent(e.target.value)}
          />
        </Field>
        <Field
          label="The new one"
          name="password"
          error={errors.password}
          hint="At least ten characters. Every session ends, this one too."
        >
          <Input
            name="password"
            type="password"
            autoComplete="new-password"
            value={password}
            error={errors.password}
            onChange={(e) => setPassword(e.target.value)}
          />
        </Field>
        <div>
          <Button look="primary" type="submit" busy={busy}>
            Change it
          </Button>
        </div>
      </form>
    </Card>
  );
}
