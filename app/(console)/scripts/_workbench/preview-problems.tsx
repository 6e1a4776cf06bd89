'use client';

import { CircleX } from 'lucide-react';
import type { Problem } from '@/lib/scripts/template/schema';

/** Why nothing can be served to this machine; a click goes to the place. */
export function PreviewProblems({
  problems,
  title,
  onGo,
}: {
  problems: Problem[];
  /** Of the script itself; problems may be in what it includes. */
  title: string;
  onGo: (place: { line: number; column: number }) => void;
}) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <p className="px-4 pt-4 font-semibold">
        This machine would get an error instead of the text.
      </p>
      <ul aria-label="Problems of the preview" className="py-2">
        {problems.map((problem) => {
          const here = problem.title === title;
          const place = `${here ? 'Line' : `“${problem.title}”, line`} ${problem.line}`;
          return (
            <li key={`${problem.title}:${problem.line}:${problem.column}:${problem.message}`}>
              <button
                type="button"
                disabled={!here}
                onClick={() => onGo(problem)}
                className="flex w-full gap-2 px-4 py-2 text-left enabled:hover:bg-raised disabled:cursor-default"
              >
                <CircleX aria-hidden className="mt-0.5 size-3.5 shrink-0 text-danger" />
                <span className="min-w-0 break-words">
                  <span className="tabular text-xs text-danger">{place}</span>
                  <span className="block">{problem.message}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
