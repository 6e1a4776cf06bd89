'use client';

import { KeyRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Empty } from '@/app/_ui/empty';
import { SelectField, TextField } from '@/app/_ui/labelled';
import { Notice } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { TokenView } from '@/lib/auth/schema';
import { createTokenAction, revokeTokenAction } from './actions';
import { AddForm } from './add-form';
import { useAction } from './use-action';

const roles: TokenView['role'][] = ['viewer', 'operator', 'administrator'];

/** Ways in for programs. */
export function Tokens({ tokens }: { tokens: TokenView[] | null }) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [name, setName] = useState('');
  const [role, setRole] = useState<TokenView['role']>('operator');
  const [shown, setShown] = useState<string | null>(null);
  if (!tokens) return <Notice meaning="none">Only administrators see and make API tokens.</Notice>;

  function create() {
    void run(createTokenAction({ name, role }), (made) => {
      setShown(made.token);
      setName('');
      router.refresh();
    });
  }

  return (
    <div className="flex flex-col gap-4">
      <Card flush>
        {tokens.length === 0 ? (
          <Empty Picture={KeyRound} title="No API tokens yet">
            A token lets a program use the REST API with one role in this team.
          </Empty>
        ) : (
          <Table head={['Name', 'Begins with', 'Role', 'Made by', 'Last used', '']}>
            {tokens.map((token) => (
              <Row key={token.id} className={token.revokedAt ? 'opacity-60' : ''}>
                <Cell wide className="font-medium">
                  {token.name}
                </Cell>
                <Cell className="font-mono text-[13px] text-muted">{token.prefix}…</Cell>
                <Cell>{token.role}</Cell>
                <Cell className="text-muted">{token.createdBy}</Cell>
                <Cell className="text-muted">
                  <Ago at={token.lastUsedAt} />
                </Cell>
                <Cell>
                  {token.revokedAt ? (
                    <span className="text-muted">revoked</span>
                  ) : (
                    <Button
                      look="quiet"
                      onClick={() =>
                        void run(revokeTokenAction({ id: token.id }), () => router.refresh())
                      }
                    >
                      Revoke
                    </Button>
                  )}
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </Card>
      <AddForm
        title="Make a token"
        submit="Make it"
        busy={busy}
        layout="two"
        onSubmit={create}
        shown={
          shown && (
            <>
              Shown only now: <Copy text={shown} />
            </>
          )
        }
      >
        <TextField
          label="Name"
          name="name"
          value={name}
          error={errors.name}
          hint="What uses it."
          onChange={setName}
        />
        <SelectField
          label="Role"
          name="role"
          value={role}
          onChange={(value) => setRole(value as TokenView['role'])}
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </SelectField>
      </AddForm>
    </div>
  );
}
