'use client';

import { useActionState } from 'react';
import { Button } from '@/app/_ui/button';
import { Field, Input } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { passwordMinimum } from '@/lib/auth/schema';
import { answered, enter, goTo } from '../_parts/enter';
import { FormNote } from '../_parts/form-note';
import { Onward } from '../_parts/onward';
import { makeFirstAccount } from './actions';

const empty = { name: '', email: '', password: '', team: 'Home' };

interface State {
  typed: typeof empty;
  errors: Record<string, string>;
  /** Where it goes on, once the account is made. */
  next?: string;
  /** Nobody knows whether the account was made. */
  lost?: boolean;
}

async function submit(token: string, form: FormData): Promise<State> {
  const value = (name: string) => String(form.get(name) ?? '');
  const typed = {
    name: value('name'),
    email: value('email'),
    password: value('password'),
    team: value('team'),
  };
  const result = await answered(makeFirstAccount({ ...typed, token }));
  if (!result) return { typed, errors: { form: noAnswer }, lost: true };
  if (!result.ok) return { typed, errors: errorsByField(result) };
  const refused = await enter({ email: result.value.email, password: typed.password });
  const next = refused ? '/sign-in' : '/setup/network';
  goTo(next);
  return { typed, errors: {}, next };
}

const noAnswer =
  'The provisioner has not answered. Try again; should your account have been made already, sign in.';

export function SetupForm({ token }: { token: string }) {
  const [{ typed, errors, next, lost }, action, pending] = useActionState(
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
      {next ? (
        <Onward to={next} label="Continue">
          Your account is made. Go on
        </Onward>
      ) : (
        <Button type="submit" look="primary" busy={pending}>
          Continue
        </Button>
      )}
      {lost && (
        <a href="/sign-in" className="text-center text-accent underline">
          Sign in
        </a>
      )}
    </form>
  );
}
