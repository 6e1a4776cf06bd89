'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { SelectField, TextField } from '@/app/_ui/labelled';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { InvitationView, MemberView } from '@/lib/auth/schema';
import {
  changeRoleAction,
  inviteAction,
  removeMemberAction,
  withdrawInvitationAction,
} from './actions';
import { AddForm } from './add-form';
import { useAction } from './use-action';

type Role = MemberView['role'];

const roles: Record<Role, string> = {
  viewer: 'Viewer: sees',
  operator: 'Operator: installs, writes',
  administrator: 'Administrator: governs',
};

/** Who is in the team, and who was asked. */
export function People({
  teamId,
  members,
  invitations,
  mayAdminister,
}: {
  teamId: string;
  members: MemberView[];
  invitations: InvitationView[];
  mayAdminister: boolean;
}) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const [link, setLink] = useState<string | null>(null);

  function invite() {
    void run(inviteAction({ email, role }), (made) => {
      setLink(`${location.origin}${made.path}`);
      setEmail('');
      router.refresh();
    });
  }

  return (
    <div className="flex flex-col gap-4">
      <Card flush>
        <Table head={['Name', 'E-mail', 'Role', 'Last sign-in', '']}>
          {members.map((one) => (
            <Row key={one.userId}>
              <Cell className="font-medium">{one.name}</Cell>
              <Cell wide className="text-muted">
                {one.email}
              </Cell>
              <Cell>
                {mayAdminister ? (
                  <select
                    aria-label={`Role of ${one.name}`}
                    value={one.role}
                    onChange={(event) =>
                      void run(
                        changeRoleAction({
                          teamId,
                          userId: one.userId,
                          role: event.target.value as Role,
                        }),
                        () => router.refresh(),
                      )
                    }
                    className="h-8 rounded-md border border-line-strong bg-surface px-2"
                  >
                    {Object.keys(roles).map((name) => (
                      <option key={name} value={name}>
                        {name}
                      </option>
                    ))}
                  </select>
                ) : (
                  one.role
                )}
              </Cell>
              <Cell className="text-muted">
                <Ago at={one.lastSignInAt} />
              </Cell>
              <Cell>
                {mayAdminister && members.length > 1 && (
                  <Button
                    look="quiet"
                    onClick={() =>
                      void run(removeMemberAction({ teamId, userId: one.userId }), () =>
                        router.refresh(),
                      )
                    }
                  >
                    Remove
                  </Button>
                )}
              </Cell>
            </Row>
          ))}
          {invitations.map((one) => (
            <Row key={one.id}>
              <Cell className="text-muted">invited</Cell>
              <Cell wide className="text-muted">
                {one.email}
              </Cell>
              <Cell className="text-muted">{one.role}</Cell>
              <Cell className="text-muted">
                ends <Ago at={one.expiresAt} />
              </Cell>
              <Cell>
                <Button
                  look="quiet"
                  onClick={() =>
                    void run(withdrawInvitationAction({ id: one.id }), () => router.refresh())
                  }
                >
                  Withdraw
                </Button>
              </Cell>
            </Row>
          ))}
        </Table>
      </Card>
      {mayAdminister && (
        <AddForm
          title="Invite somebody"
          submit="Make a link"
          busy={busy}
          layout="two"
          onSubmit={invite}
          shown={
            link && (
              <>
                Send this link yourself; it works once, for seven days, and is shown only now:{' '}
                <Copy text={link} />
              </>
            )
          }
        >
          <TextField
            label="E-mail"
            name="email"
            type="email"
            value={email}
            error={errors.email}
            onChange={setEmail}
          />
          <SelectField
            label="Role"
            name="role"
            value={role}
            onChange={(value) => setRole(value as Role)}
          >
            {Object.entries(roles).map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </SelectField>
        </AddForm>
      )}
    </div>
  );
}
