'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { Button } from '@/app/_ui/button';

interface Choice {
  id: string;
  title: string;
}

/** Scripts in the order in which they run. */
export function ScriptList({
  label,
  choices,
  chosen,
  onChange,
}: {
  label: string;
  choices: Choice[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  const left = choices.filter(({ id }) => !chosen.includes(id));
  function move(index: number, by: number) {
    const next = [...chosen];
    const [one] = next.splice(index, 1);
    if (one) next.splice(index + by, 0, one);
    onChange(next);
  }
  return (
    <fieldset className="mb-4">
      <legend className="mb-1 font-medium">{label}</legend>
      <ol className="mb-2 divide-y divide-line rounded-md border border-line empty:hidden">
        {chosen.map((id, index) => {
          const title = choices.find((choice) => choice.id === id)?.title ?? id;
          return (
            <li key={id} className="flex h-9 items-center gap-1 pr-1 pl-3">
              <span className="tabular w-5 text-xs text-muted">{index + 1}</span>
              <span className="min-w-0 flex-1 truncate">{title}</span>
              <Button
                look="quiet"
                className="!px-1.5"
                aria-label={`Move ${title} up`}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              >
                <ArrowUp aria-hidden className="size-3.5" />
              </Button>
              <Button
                look="quiet"
                className="!px-1.5"
                aria-label={`Move ${title} down`}
                disabled={index === chosen.length - 1}
                onClick={() => move(index, 1)}
              >
                <ArrowDown aria-hidden className="size-3.5" />
              </Button>
              <Button
                look="quiet"
                className="!px-1.5"
                aria-label={`Remove ${title}`}
                onClick={() => onChange(chosen.filter((one) => one !== id))}
              >
                <X aria-hidden className="size-3.5" />
              </Button>
            </li>
          );
        })}
      </ol>
      <select
        aria-label={`Add to ${label.toLowerCase()}`}
        value=""
        disabled={left.length === 0}
        onChange={(event) => onChange([...chosen, event.target.value])}
        className="h-8 w-full rounded-md border border-line-strong bg-surface px-2 disabled:opacity-60"
      >
        <option value="" disabled>
          {choices.length === 0
            ? 'There are none yet'
            : left.length === 0
              ? 'All are chosen'
              : 'Add a script…'}
        </option>
        {left.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </fieldset>
  );
}
