'use client';

import { KeySquare } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Empty } from '@/app/_ui/empty';
import { Field, Input, Textarea } from '@/app/_ui/field';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { SshKeyView } from '@/lib/hosts/ssh-keys/schema';
import { createSshKeyAction, deleteSshKeyAction } from './actions';
import { useAction } from './use-action';

/** The public keys that every host of the team lets in from its first boot. */
export function SshKeys({ keys, mayWrite }: { keys: SshKeyView[]; mayWrite: boolean }) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [name, setName] = useState('');
  const [publicKey, setPublicKey] = useState('');

  function add(event: FormEvent) {
    event.preventDefault();
    void run(createSshKeyAction({ name, publicKey }), () => {
      setName('');
      setPublicKey('');
      router.refresh();
    });
  }

  return (
    <div className="flex flex-col gap-4">
      <Card flush>
        {keys.length === 0 ? (
          <Empty Picture={KeySquare} title="No SSH keys yet">
            Add the public keys of those who are to log in. An install puts them on the host;
            without one, nobody gets in.
          </Empty>
        ) : (
          <Table head={['Name', 'Fingerprint', 'Added', '']}>
            {keys.map((key) => (
              <Row key={key.id}>
                <Cell className="font-medium">{key.name}</Cell>
                <Cell wide>
                  <Copy text={key.fingerprint} />
                </Cell>
                <Cell className="text-muted">
                  <Ago at={key.createdAt} />
                </Cell>
                <Cell>
                  {mayWrite && (
                    <Button
                      look="quiet"
                      onClick={() =>
                        void run(deleteSshKeyAction({ id: key.id }), () => router.refresh())
                      }
                    >
                      Remove
                    </Button>
                  )}
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </Card>
      {mayWrite && (
        <Card title="Add a key">
          <form onSubmit={add} className="flex flex-col gap-1">
            <Field
              label="Name"
              name="name"
              error={errors.name}
              hint="Whose key, or which machine's."
            >
              <Input
                name="name"
                value={name}
                error={errors.name}
                onChange={(e) => setName(e.target.value)}
              />
            </Field>
            <Field
              label="Public key"
              name="publicKey"
              error={errors.publicKey}
              hint="One line, as in id_ed25519.pub."
            >
              <Textarea
                name="publicKey"
                mono
                rows={3}
                value={publicKey}
                error={errors.publicKey}
                onChange={(e) => setPublicKey(e.target.value)}
              />
            </Field>
            <div>
              <Button look="primary" type="submit" busy={busy}>
                Add the key
              </Button>
            </div>
          </form>
        </Card>
      )}
    </div>
  );
}
