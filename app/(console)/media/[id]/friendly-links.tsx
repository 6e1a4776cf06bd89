'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Check } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { TextField } from '@/app/_ui/labelled';
import { deleteLinkAction, putLinkAction } from '../actions';

/** Names that people can read out over the telephone; each gives the newest result of this request. */
export function FriendlyLinks({
  medium,
  links,
  closed,
  carriesToken,
  mayWrite,
}: {
  medium: string;
  links: { name: string; url: string }[];
  closed: boolean;
  /** It has an enrolment token in it. */
  carriesToken: boolean;
  mayWrite: boolean;
}) {
  const [name, setName] = useState('');
  const [confirmed, setConfirmed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});

  async function put() {
    setBusy(true);
    setErrors({});
    const result = await putLinkAction({ name, medium, public: confirmed });
    setBusy(false);
    if (result.ok) {
      setName('');
      setConfirmed(false);
    } else setErrors(errorsByField(result));
  }

  async function remove(link: string) {
    const result = await deleteLinkAction({ name: link });
    if (result.ok) toast(`The link “${link}” is removed.`);
    else toast.error(result.message);
  }

  return (
    <Card title="Links">
      <p className="mb-2 text-muted">
        {closed
          ? 'It holds a secret of the team, so no link may lead to it: links are open to everybody.'
          : 'A name of your choice for it, which stays when it is built again. A link is open to everybody who guesses its name; the permalink nobody can guess.'}
      </p>
      <ul aria-label="Links" className="flex flex-col gap-1">
        {links.map((link) => (
          <li key={link.name} className="flex min-w-0 items-center gap-2">
            <span className="min-w-0 flex-1">
              <Copy text={link.url} />
            </span>
            {mayWrite && (
              <button
                type="button"
                aria-label={`Remove the link ${link.name}`}
                title="Remove"
                onClick={() => void remove(link.name)}
                className="shrink-0 rounded p-1 text-muted hover:bg-raised hover:text-danger"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayWrite && !closed && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void put();
          }}
          className="mt-3 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2"
        >
          <TextField
            label="Name of a link"
            name="name"
            mono
            placeholder="berlin"
            value={name}
            error={errors.name ?? errors.medium ?? errors.form}
            hint="A name that leads elsewhere now is moved here."
            onChange={setName}
          />
          <Button
            type="submit"
            busy={busy}
            disabled={name === '' || (carriesToken && !confirmed)}
            className="mt-6"
          >
            Link it
          </Button>
          {carriesToken && (
            <div className="col-span-2">
              <Check
                name="public"
                checked={confirmed}
                disabled={busy}
                onChange={(event) => setConfirmed(event.target.checked)}
                label="Everybody may have the enrolment token in it"
                hint="Whoever guesses the name gets this medium with its token, and machines that boot it are let in until the token is revoked."
              />
              {errors.public && (
                <p role="alert" className="mt-1 text-danger">
                  {errors.public}
                </p>
              )}
            </div>
          )}
        </form>
      )}
    </Card>
  );
}
