import type { ReactNode } from 'react';
import { Card } from '@/app/_ui/card';

/** A text as a machine would get it. */
export function Rendered({
  title,
  text,
  actions,
}: {
  title: ReactNode;
  text: string;
  actions?: ReactNode;
}) {
  return (
    <Card title={title} actions={actions} flush>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto p-4 font-mono text-xs leading-5"
      >
        {text}
      </pre>
    </Card>
  );
}
