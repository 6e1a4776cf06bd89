'use client';

import { LockKeyhole } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Empty } from '@/app/_ui/empty';
import { TextField } from '@/app/_ui/labelled';
import { Notice } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { SecretView } from '@/lib/scripts/secrets/schema';
import { putSecretAction } from './actions';
import { AddForm } from './add-form';
import { SecretDeletion } from './secret-deletion';
import { SecretReplacement } from './secret-replacement';
import { SecretValue } from './secret-value';
import { useAction } from './use-action';

/** Values that scripts use by name and nobody reads back. */
export function Secrets({ secrets, mayWrite }: { secrets: SecretView[]; mayWrite: boolean }) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const taken = secrets.some((secret) => secret.name === name);

  function add() {
    void run(putSecretAction({ name, value }), () => {
      setName('');
      setValue('');
      router.refresh();
    });
  }

  return (
    <div className="flex flex-col gap-4">
      <Card flush>
        {secrets.length === 0 ? (
          <Empty Picture={LockKeyhole} title="No secrets yet">
            A secret is a password or a key that scripts use by name. It is filled in only for the
            machine that is being installed, once, and is shown to nobody.
          </Empty>
        ) : (
          <Table head={['Name', 'Value', 'Used by', 'Changed', '']}>
            {secrets.map((secret) => (
              <Row key={secret.id}>
                <Cell>
                  <Copy text={`{{ secrets.${secret.name} }}`}>{secret.name}</Copy>
                </Cell>
                <Cell className="text-muted">
                  <span aria-hidden>••••••</span>
                  <span className="sr-only">never shown</span>
                </Cell>
                <td className="h-10 w-full max-w-0 min-w-40 truncate px-4 py-1.5">
                  {secret.usedBy.length === 0 && <span className="text-faint">–</span>}
                  {secret.usedBy.map((script, index) => (
                    <span key={script.id}>
                      {index > 0 && ', '}
                      <Link
                        href={`/scripts/${script.kind}/${script.id}`}
                        className="hover:text-accent"
                      >
                        {script.title}
                      </Link>
                    </span>
                  ))}
                </td>
                <Cell className="text-muted">
                  <Ago at={secret.updatedAt} /> by {secret.updatedBy}
                </Cell>
                <Cell>
                  {mayWrite && (
                    <span className="flex gap-1">
                      <SecretReplacement name={secret.name} />
                      <SecretDeletion secret={secret} />
                    </span>
                  )}
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </Card>
      {mayWrite && (
        <AddForm title="Add a secret" submit="Keep it" busy={busy} layout="two" onSubmit={add}>
          <TextField
            label="Name"
            name="name"
            mono
            placeholder="root_password"
            value={name}
            error={errors.name}
            hint={
              taken
                ? 'There is one of this name: the new value takes its place.'
                : `Used as {{ secrets.${name || 'root_password'} }} in a template.`
            }
            onChange={setName}
          />
          <SecretValue
            label="Value"
            name="value"
            value={value}
            error={errors.value}
            onChange={setValue}
          />
        </AddForm>
      )}
      {!mayWrite && <Notice meaning="none">Adding and replacing needs another role.</Notice>}
    </div>
  );
}
