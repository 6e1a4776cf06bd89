'use client';

import { Disc3 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Empty } from '@/app/_ui/empty';
import { SelectField, TextField } from '@/app/_ui/labelled';
import { Notice, Status } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { EnrolmentWithMedia } from '@/lib/builds/enrolled/schema';
import { AddForm } from './add-form';
import { createEnrolmentAction } from './enrolment-actions';
import { EnrolmentEnd } from './enrolment-end';
import { useAction } from './use-action';

const day = 24 * 60 * 60 * 1_000;
const spans = { never: 'Never', '7': 'In a week', '30': 'In 30 days', '365': 'In a year' } as const;

/** What lets boot media in that travel, and keeps them out again. */
export function Enrolments({
  enrolments,
  mayWrite,
}: {
  enrolments: EnrolmentWithMedia[];
  mayWrite: boolean;
}) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [name, setName] = useState('');
  const [span, setSpan] = useState('never');
  const [made, setMade] = useState<string | null>(null);

  function create() {
    const expiresAt =
      span === 'never' ? null : new Date(Date.now() + Number(span) * day).toISOString();
    void run(createEnrolmentAction({ name, expiresAt }), (enrolment) => {
      setMade(enrolment.token);
      setName('');
      router.refresh();
    });
  }

  return (
    <div className="flex flex-col gap-4">
      <Card flush>
        {enrolments.length === 0 ? (
          <Empty Picture={Disc3} title="No enrolment tokens yet">
            A stick or a CD that travels carries a token. New machines that boot from it are shown
            to this team, whatever network they are on. When a stick is lost, revoke its token: from
            that moment the stick is refused, and the screen says when it was revoked.
          </Empty>
        ) : (
          <Table head={['Name', 'State', 'Token', 'Media', 'Boots', 'Last used', '']}>
            {enrolments.map((enrolment) => (
              <Row key={enrolment.id} className={enrolment.state === 'active' ? '' : 'opacity-60'}>
                <td className="h-10 w-full max-w-0 min-w-40 truncate px-4 py-1.5 font-medium">
                  <span title={`made by ${enrolment.createdBy}`}>{enrolment.name}</span>
                </td>
                <Cell>
                  <State enrolment={enrolment} />
                </Cell>
                <Cell>
                  {enrolment.token && enrolment.state === 'active' ? (
                    <Copy text={enrolment.token}>{enrolment.token.slice(0, 8)}…</Copy>
                  ) : (
                    <span className="text-faint">–</span>
                  )}
                </Cell>
                <Cell className="max-w-56 truncate">
                  <Media enrolment={enrolment} />
                </Cell>
                <Cell className="tabular text-muted">{enrolment.uses}</Cell>
                <Cell className="text-muted">
                  <Ago at={enrolment.lastUsedAt} />
                </Cell>
                <Cell>{mayWrite && <EnrolmentEnd enrolment={enrolment} />}</Cell>
              </Row>
            ))}
          </Table>
        )}
      </Card>
      {mayWrite ? (
        <AddForm
          title="Make an enrolment token"
          submit="Make it"
          busy={busy}
          layout="two"
          onSubmit={create}
          shown={
            made && (
              <>
                Made. Choose it when you make a medium, or put it into a script of your own as{' '}
                <Copy text={`enrolment=${made}`}>enrolment=…</Copy>
              </>
            )
          }
        >
          <TextField
            label="Name"
            name="name"
            value={name}
            error={errors.name}
            placeholder="Sticks of the second office"
            hint="Which media carry it: they are revoked together."
            onChange={setName}
          />
          <SelectField
            label="Ends by itself"
            name="expiresAt"
            value={span}
            error={errors.expiresAt}
            onChange={setSpan}
          >
            {Object.entries(spans).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
        </AddForm>
      ) : (
        <Notice meaning="none">Making and revoking needs another role.</Notice>
      )}
    </div>
  );
}

function State({ enrolment }: { enrolment: EnrolmentWithMedia }) {
  const { state, expiresAt, revokedAt, revokedBy } = enrolment;
  if (state === 'revoked') {
    return (
      <Status meaning="failed">
        <span title={`by ${revokedBy ?? 'nobody'}, ${revokedAt ?? ''}`}>
          revoked {revokedAt?.slice(0, 10)}
        </span>
      </Status>
    );
  }
  if (state === 'expired') {
    return <Status meaning="attention">expired {expiresAt?.slice(0, 10)}</Status>;
  }
  return (
    <Status meaning="good">
      {expiresAt ? `until ${expiresAt.slice(0, 10)}` : 'until it is revoked'}
    </Status>
  );
}

function Media({ enrolment }: { enrolment: EnrolmentWithMedia }) {
  const { media, mediaCount } = enrolment;
  if (media.length === 0) return <span className="text-faint">none</span>;
  return (
    <>
      {media.map((medium, index) => (
        <span key={medium.id}>
          {index > 0 && ', '}
          <Link href={`/media/${medium.id}`} className="hover:text-accent">
            {medium.title}
          </Link>
        </span>
      ))}
      {mediaCount > media.length && ` and ${mediaCount - media.length} more`}
    </>
  );
}
