'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Card } from '@/app/_ui/card';
import { TextField } from '@/app/_ui/labelled';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { TeamView } from '@/lib/auth/schema';
import { createTeamAction } from './actions';
import { AddForm } from './add-form';
import { useAction } from './use-action';

/** The teams of this installation that one may see. */
export function Teams({ teams, mayCreate }: { teams: TeamView[]; mayCreate: boolean }) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [name, setName] = useState('');

  function create() {
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
        <AddForm title="Make a team" submit="Make it" busy={busy} layout="one" onSubmit={create}>
          <TextField
            label="Name"
            name="name"
            value={name}
            error={errors.name}
            hint="It has its own hosts, scripts, images and keys. You become its administrator."
            onChange={setName}
          />
        </AddForm>
      )}
    </div>
  );
}
