import { Check } from 'lucide-react';

const steps = ['You', 'Network', 'First machine'];

/** Where in the first run somebody is; `current` counts from 1. */
export function SetupSteps({ current }: { current: 1 | 2 | 3 }) {
  return (
    <ol className="mb-4 flex items-center gap-2 text-xs" aria-label="Set-up">
      {steps.map((name, index) => {
        const done = index + 1 < current;
        const here = index + 1 === current;
        return (
          <li key={name} className="flex flex-1 items-center gap-2 last:flex-none">
            <span
              aria-current={here ? 'step' : undefined}
              className={`flex items-center gap-1.5 whitespace-nowrap ${here ? 'font-medium text-ink' : 'text-muted'}`}
            >
              <span
                className={`tabular grid size-5 place-items-center rounded-full border text-[11px] ${
                  here || done
                    ? 'border-transparent bg-accent text-on-accent'
                    : 'border-line-strong'
                }`}
              >
                {done ? <Check aria-label="done" className="size-3" /> : index + 1}
              </span>
              {name}
            </span>
            {index + 1 < steps.length && (
              <span aria-hidden className="h-px flex-1 bg-line-strong" />
            )}
          </li>
        );
      })}
    </ol>
  );
}
