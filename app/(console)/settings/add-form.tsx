import type { FormEvent, ReactNode } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Notice } from '@/app/_ui/status';

/** How the fields stand beside the button, by how many there are. */
const layouts = {
  one: 'grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_auto]',
  two: 'grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_240px_auto]',
  column: 'flex flex-col items-stretch gap-1',
} as const;

/** The small form under a list that adds one more to it, and what is shown of it only once. */
export function AddForm({
  title,
  submit,
  busy,
  layout,
  onSubmit,
  shown,
  children,
}: {
  title: string;
  submit: string;
  busy: boolean;
  layout: keyof typeof layouts;
  onSubmit: () => void;
  shown?: ReactNode;
  children: ReactNode;
}) {
  function send(event: FormEvent) {
    event.preventDefault();
    onSubmit();
  }
  return (
    <Card title={title}>
      <form onSubmit={send} className={layouts[layout]}>
        {children}
        <Button
          look="primary"
          type="submit"
          busy={busy}
          className={layout === 'column' ? 'self-start' : 'sm:mt-6'}
        >
          {submit}
        </Button>
      </form>
      {shown && <Notice meaning="good">{shown}</Notice>}
    </Card>
  );
}
