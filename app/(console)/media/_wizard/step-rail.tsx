'use client';

import { CircleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Choices } from './choices';
import type { Problem } from './problems';
import { type StepId, stepName, stepOfField } from './steps';

/** The steps in a row; each can be gone to. */
export function StepRail({
  choices,
  steps,
  here,
  problems,
  onGo,
}: {
  choices: Choices;
  steps: StepId[];
  here: StepId;
  problems: Problem[];
  onGo: (step: StepId) => void;
}) {
  const reached = steps.indexOf(here);
  const row = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step comes into sight
  useEffect(() => {
    row.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [here]);
  return (
    <nav aria-label="Steps" className="overflow-x-auto">
      <ol ref={row} className="flex gap-1">
        {steps.map((step, index) => {
          const wrong =
            index < reached && problems.some(({ field }) => stepOfField(field) === step);
          const look =
            step === here ? 'bg-raised font-medium text-ink' : 'text-muted hover:text-ink';
          return (
            <li key={step}>
              <button
                type="button"
                aria-current={step === here ? 'step' : undefined}
                onClick={() => onGo(step)}
                className={`flex h-8 items-center gap-2 rounded-md px-2.5 whitespace-nowrap ${look}`}
              >
                <span
                  className={`tabular flex size-5 items-center justify-center rounded-full text-xs ${index <= reached ? 'bg-accent text-on-accent' : 'border border-line-strong'}`}
                >
                  {index + 1}
                </span>
                {stepName(step, choices)}
                {wrong && (
                  <>
                    <CircleAlert aria-hidden className="size-3.5 text-danger" />
                    <span className="sr-only">, something is wrong here</span>
                  </>
                )}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
