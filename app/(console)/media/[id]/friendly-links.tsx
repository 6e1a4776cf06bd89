'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { errorsByField } from '@/app/_ui/form-errors';
import { TextField } from '@/app/_ui/labelled';
import { deleteLinkAction, putLinkAction } from '../actions';

/** Names that people can read out over the telephone; each gives the newest result of this request. */
export function FriendlyLinks({
  medium,
  links,
  closed,
  mayWrite,
}: {
  medium: string;
  links: { name: string; url: string }[];
  closed: boolean;
  mayWrite: boolean;
}) {
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});

  async function put() {
    setBusy(true);
    setErrors({});
    const result = await putLinkAction({ name, medium });
    setBusy(false);
    if (result.ok) setName('');
    else setErrors(errorsByField(result));
  }

  async function remove(link: string) {
    const result = await deleteLinkAction({ name: link });
    if (result.ok) toast(`The link “${link}” is removed.`);
    else toast.error(result.message);
  }

  return (
    <Card title="Links">
      {links.length === 0 && (
        <p className="text-muted">
          {closed
            ? 'It holds a secret of the team, so no link that is open to everybody may lead to it.'
            : 'A name of your choice for it. The link stays when it is built again.'}
        </p>
      )}
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
          <Button type="submit" busy={busy} disabled={name === ''} className="mt-6">
            Link it
          </Button>
        </form>
      )}
    </Card>
  );
}
