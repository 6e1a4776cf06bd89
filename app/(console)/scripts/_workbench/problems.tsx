'use client';

import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { Card } from '@/app/_ui/card';
import type { Finding, Severity } from '@/lib/scripts/lint/schema';
import type { Checking } from './use-findings';

const looks: Record<Severity, { word: string; colour: string; Shape: typeof Info }> = {
  error: { word: 'Error', colour: 'text-danger', Shape: CircleX },
  warning: { word: 'Warning', colour: 'text-attention', Shape: TriangleAlert },
  info: { word: 'Note', colour: 'text-working', Shape: Info },
};

const words: Record<Checking, string> = {
  checking: 'checking…',
  checked: 'checked',
  'here only': 'checked in the browser only',
};

/** What the checkers say; a click goes to the place. Its height never changes. */
export function Problems({
  findings,
  checking,
  onGo,
}: {
  findings: Finding[];
  checking: Checking;
  onGo: (place: { line: number; column: number }) => void;
}) {
  return (
    <Card
      title={
        <>
          Problems <span className="tabular font-normal text-muted">{findings.length}</span>
        </>
      }
      actions={
        <span aria-live="polite" className="text-xs text-muted">
          {words[checking]}
        </span>
      }
      flush
    >
      <ul aria-label="Problems" className="h-56 divide-y divide-line overflow-y-auto">
        {findings.length === 0 && (
          <li className="px-4 py-3 text-muted">
            {checking === 'checking' ? '' : 'None that we can see.'}
          </li>
        )}
        {findings.map((finding) => {
          const { word, colour, Shape } = looks[finding.severity];
          return (
            <li key={`${finding.rule}:${finding.line}:${finding.column}:${finding.message}`}>
              <button
                type="button"
                title={finding.rule}
                onClick={() => onGo(finding)}
                className="flex w-full gap-2 px-4 py-2 text-left hover:bg-raised"
              >
                <Shape aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${colour}`} />
                <span className="min-w-0 break-words">
                  <span className={`tabular text-xs ${colour}`}>
                    {word}, line {finding.line}
                  </span>
                  <span className="block">{finding.message}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
