'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Field, Input } from '@/app/_ui/field';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { TeamView } from '@/lib/auth/schema';
import { createTeamAction } from './actions';
import { useAction } from './use-action';

/** The teams of this installation that one may see. */
export function Teams({ teams, mayCreate }: { teams: TeamView[]; mayCreate: boolean }) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [name, setName] = useState('');

  function create(event: FormEvent) {
    event.preventDefault();
    void run(createTeamAction({ name }), () => {
      setName('');
      router.refresh();
    });
  }

  return (
    <div className="flex flex-col gap-4">
      <Card flush>
        <Table head={['Name', 'People', 'Since', '']}>
          {teams.map((team) => (
            <Row key={team.id}>
              <Cell wide className="font-medium">
                {team.name}
              </Cell>
              <Cell className="tabular text-muted">{team.members}</Cell>
              <Cell className="text-muted">
                <Ago at={team.createdAt} />
              </Cell>
              <Cell className="text-muted">{team.owner && 'owns this installation'}</Cell>
            </Row>
          ))}
        </Table>
      </Card>
      {mayCreate && (
        <Card title="Make a team">
          <form onSubmit={create} className="grid items-start gap-3 sm:grid-cols-[1fr_auto]">
            <Field
              label="Name"
              name="name"
              error={errors.name}
              hint="It has its own hosts, scripts, images and keys. You become its administrator."
            >
              <Input
                name="name"
                value={name}
                error={errors.name}
                onChange={(e) => setName(e.target.value)}
              />
            </Field>
            <Button look="primary" type="submit" busy={busy} className="sm:mt-6">
              Make it
            </Button>
          </form>
        </Card>
      )}
    </div>
  );
}
