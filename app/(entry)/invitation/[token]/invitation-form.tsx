'use client';

import { useActionState } from 'react';
import { Button } from '@/app/_ui/button';
import { Field, Input } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { passwordMinimum } from '@/lib/auth/schema';
import { answered, enter, goTo } from '../../_parts/enter';
import { FormNote } from '../../_parts/form-note';
import { Onward } from '../../_parts/onward';
import { joinTeam } from './actions';

/** What the invited must still tell: nothing when signed in, the password of their account, or all. */
type Ask = 'nothing' | 'password' | 'account';

interface State {
  name: string;
  password: string;
  errors: Record<string, string>;
  /** Where it goes on. */
  next?: string;
}

async function submit(given: { token: string; ask: Ask; form: FormData }): Promise<State> {
  const { token, ask, form } = given;
  const name = String(form.get('name') ?? '');
  const password = String(form.get('password') ?? '');
  const result = await answered(joinTeam({ token, name, password }));
  if (!result) {
    return { name, password, errors: { form: 'The provisioner does not answer. Try again.' } };
  }
  if (!result.ok) return { name, password, errors: errorsByField(result) };
  const refused = ask === 'nothing' ? null : await enter({ email: result.value.email, password });
  const next = refused ? '/sign-in' : '/';
  goTo(next);
  return { name, password, errors: {}, next };
}

export function InvitationForm({ token, email, ask }: { token: string; email: string; ask: Ask }) {
  const [state, action, pending] = useActionState(
    (_before: State, form: FormData) => submit({ token, ask, form }),
    { name: '', password: '', errors: {} },
  );
  const { errors } = state;
  return (
    <form action={action} className="flex flex-col gap-2">
      {/* For the browser's keeper of passwords, which stores it beside the name. */}
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      {ask === 'account' && (
        <Field name="name" label="Your name" error={errors.name}>
          <Input
            name="name"
            autoComplete="name"
            required
            autoFocus
            error={errors.name}
            defaultValue={state.name}
          />
        </Field>
      )}
      {ask !== 'nothing' && (
        <Field
          name="password"
          label={ask === 'account' ? 'Password' : 'Your password'}
          hint={
            ask === 'account'
              ? `At least ${passwordMinimum} characters. Length is what counts.`
              : 'You have an account here; its password joins the team.'
          }
          error={errors.password}
        >
          <Input
            name="password"
            type="password"
            autoComplete={ask === 'account' ? 'new-password' : 'current-password'}
            required
            error={errors.password}
            defaultValue={state.password}
          />
        </Field>
      )}
      <FormNote error={errors.form} />
      {state.next ? (
        <Onward to={state.next} label="Join the team">
          You have joined. Go on
        </Onward>
      ) : (
        <Button type="submit" look="primary" busy={pending}>
          Join the team
        </Button>
      )}
    </form>
  );
}
