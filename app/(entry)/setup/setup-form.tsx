'use client';

import { useActionState } from 'react';
import { Button } from '@/app/_ui/button';
import { Field, Input } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { passwordMinimum } from '@/lib/auth/schema';
import { enter, goTo } from '../_parts/enter';
import { FormNote } from '../_parts/form-note';
import { makeFirstAccount } from './actions';

const empty = { name: '', email: '', password: '', team: 'Home' };

interface State {
  typed: typeof empty;
  errors: Record<string, string>;
  done?: boolean;
}

async function submit(token: string, form: FormData): Promise<State> {
  const value = (name: string) => String(form.get(name) ?? '');
  const typed = {
    name: value('name'),
    email: value('email'),
    password: value('password'),
    team: value('team'),
  };
  const result = await makeFirstAccount({ ...typed, token }).catch(() => null);
  if (!result) return { typed, errors: { form: 'The provisioner does not answer. Try again.' } };
  if (!result.ok) return { typed, errors: errorsByField(result) };
  const refused = await enter({ email: result.value.email, password: typed.password });
  goTo(refused ? '/sign-in' : '/setup/network');
  return { typed, errors: {}, done: true };
}

export function SetupForm({ token }: { token: string }) {
  const [{ typed, errors, done }, action, pending] = useActionState(
    (_before: State, form: FormData) => submit(token, form),
    { typed: empty, errors: {} },
  );
  return (
    <form action={action} className="flex flex-col gap-2">
      <Field name="name" label="Your name" error={errors.name}>
        <Input
          name="name"
          autoComplete="name"
          required
          autoFocus
          error={errors.name}
          defaultValue={typed.name}
        />
      </Field>
      <Field name="email" label="E-mail" hint="You sign in with it." error={errors.email}>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          error={errors.email}
          defaultValue={typed.email}
        />
      </Field>
      <Field
        name="password"
        label="Password"
        hint={`At least ${passwordMinimum} characters. Length is what counts.`}
        error={errors.password}
      >
        <Input
          name="password"
          type="password"
          autoComplete="new-password"
          required
          error={errors.password}
          defaultValue={typed.password}
        />
      </Field>
      <Field
        name="team"
        label="Your team"
        hint="Hosts, scripts and images belong to a team. This one owns the installation."
        error={errors.team}
      >
        <Input
          name="team"
          autoComplete="organization"
          required
          error={errors.team}
          defaultValue={typed.team}
        />
      </Field>
      <FormNote error={errors.form ?? errors.token} />
      <Button type="submit" look="primary" busy={pending || done}>
        Continue
      </Button>
    </form>
  );
}
