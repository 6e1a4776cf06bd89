import { Circle, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { Card } from '@/app/_ui/card';
import type { Step } from './steps';

/** What is left to do until the first host; goes away when it is done. */
export function FirstSteps({ steps }: { steps: Step[] }) {
  const next = steps.find((step) => !step.done);
  return (
    <Card title="To the first host" flush>
      <ol className="grid sm:grid-cols-2 lg:grid-cols-3">
        {steps.map((step) => (
          <li key={step.name} className={step === next ? 'bg-accent-soft' : ''}>
            <Link
              href={step.href}
              className="flex h-full items-start gap-2.5 px-4 py-3 hover:text-accent"
            >
              {step.done ? (
                <CircleCheck aria-label="done" className="mt-0.5 size-4 shrink-0 text-good" />
              ) : (
                <Circle aria-label="to do" className="mt-0.5 size-4 shrink-0 text-faint" />
              )}
              <span className="min-w-0">
                <span className={`block font-medium ${step.done ? 'text-muted' : ''}`}>
                  {step.name}
                </span>
                <span className="block text-xs text-muted">{step.note}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  );
}
