'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Field, Input, Select } from '@/app/_ui/field';
import { Notice } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { InvitationView, MemberView } from '@/lib/auth/schema';
import {
  changeRoleAction,
  inviteAction,
  removeMemberAction,
  withdrawInvitationAction,
} from './actions';
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

  function invite(event: FormEvent) {
    event.preventDefault();
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
        <Card title="Invite somebody">
          <form onSubmit={invite} className="grid items-start gap-3 sm:grid-cols-[1fr_240px_auto]">
            <Field label="E-mail" name="email" error={errors.email}>
              <Input
                name="email"
                type="email"
                value={email}
                error={errors.email}
                onChange={(e) => setEmail(e.target.value)}
              />
            </Field>
            <Field label="Role" name="role">
              <Select name="role" value={role} onChange={(e) => setRole(e.target.value as Role)}>
                {Object.entries(roles).map(([name, text]) => (
                  <option key={name} value={name}>
                    {text}
                  </option>
                ))}
              </Select>
            </Field>
            <Button look="primary" type="submit" busy={busy} className="sm:mt-6">
              Make a link
            </Button>
          </form>
          {link && (
            <Notice meaning="good">
              Send this link yourself; it works once, for seven days, and is shown only now:{' '}
              <Copy text={link} />
            </Notice>
          )}
        </Card>
      )}
    </div>
  );
}
