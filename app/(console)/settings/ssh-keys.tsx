'use client';

import { KeySquare } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Empty } from '@/app/_ui/empty';
import { AreaField, TextField } from '@/app/_ui/labelled';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { SshKeyView } from '@/lib/hosts/ssh-keys/schema';
import { createSshKeyAction, deleteSshKeyAction } from './actions';
import { AddForm } from './add-form';
import { useAction } from './use-action';

/** The public keys that every host of the team lets in from its first boot. */
export function SshKeys({ keys, mayWrite }: { keys: SshKeyView[]; mayWrite: boolean }) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [name, setName] = useState('');
  const [publicKey, setPublicKey] = useState('');

  function add() {
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
        <AddForm title="Add a key" submit="Add the key" busy={busy} layout="column" onSubmit={add}>
          <TextField
            label="Name"
            name="name"
            value={name}
            error={errors.name}
            hint="Whose key, or which machine's."
            onChange={setName}
          />
          <AreaField
            label="Public key"
            name="publicKey"
            mono
            rows={3}
            value={publicKey}
            error={errors.publicKey}
            hint="One line, as in id_ed25519.pub."
            onChange={setPublicKey}
          />
        </AddForm>
      )}
    </div>
  );
}
