import type { ReactNode } from 'react';

export interface CardChoice<Value extends string> {
  value: Value;
  name: string;
  /** What choosing it means, in a sentence. */
  about: ReactNode;
  /** Why it cannot be chosen now. */
  closed?: string | null;
  /** What would stand in its way, though it can be chosen. */
  warning?: string | null;
}

/** One of several, each with its sentence; arrow keys go from one to the next. */
export function ChoiceCards<Value extends string>({
  legend,
  name,
  value,
  choices,
  columns = 1,
  onChange,
}: {
  legend: string;
  name: string;
  value: Value;
  choices: readonly CardChoice<Value>[];
  columns?: 1 | 2;
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset className={`grid gap-2 ${columns === 2 ? 'sm:grid-cols-2' : ''}`}>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      {choices.map((choice) => {
        const here = choice.value === value;
        const look = here ? 'border-accent bg-accent-soft' : 'border-line hover:bg-raised';
        return (
          <label
            key={choice.value}
            className={`flex items-start gap-3 rounded-md border px-3 py-2.5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${look} ${choice.closed ? 'cursor-not-allowed' : 'cursor-pointer'}`}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={here}
              disabled={Boolean(choice.closed) && !here}
              onChange={() => onChange(choice.value)}
              className="mt-1 shrink-0 accent-[var(--accent)] outline-none"
            />
            <span className="min-w-0">
              <span className={`font-medium ${choice.closed ? 'text-muted' : ''}`}>
                {choice.name}
              </span>
              <span className="block text-muted">{choice.about}</span>
              {(choice.closed ?? choice.warning) && (
                <span className="block text-xs text-attention">
                  {choice.closed ?? choice.warning}
                </span>
              )}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
