'use client';

import { useActionState } from 'react';
import { Button } from '@/app/_ui/button';
import { Field, Input } from '@/app/_ui/field';
import { enter, goTo } from '../_parts/enter';
import { FormNote } from '../_parts/form-note';
import { Onward } from '../_parts/onward';

interface State {
  email: string;
  password: string;
  error?: string;
  inside?: boolean;
}

async function submit(_before: State, form: FormData): Promise<State> {
  const email = String(form.get('email') ?? '');
  const password = String(form.get('password') ?? '');
  const error = await enter({ email, password });
  if (error) return { email, password, error };
  goTo(String(form.get('to') ?? '/'));
  return { email, password, inside: true };
}

export function SignInForm({ to }: { to: string }) {
  const [state, action, pending] = useActionState(submit, { email: '', password: '' });
  return (
    <form action={action} className="flex flex-col gap-2">
      <input type="hidden" name="to" value={to} />
      <Field name="email" label="E-mail">
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
          defaultValue={state.email}
        />
      </Field>
      <Field name="password" label="Password">
        <Input
          name="password"
          type="password"
          autoComplete="current-password"
          required
          defaultValue={state.password}
        />
      </Field>
      <FormNote error={state.error} />
      {state.inside ? (
        <Onward to={to} label="Sign in">
          You are signed in. Go on
        </Onward>
      ) : (
        <Button type="submit" look="primary" busy={pending}>
          Sign in
        </Button>
      )}
    </form>
  );
}
