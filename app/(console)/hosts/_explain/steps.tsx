import { Check, Minus, X } from 'lucide-react';
import type { ExplainedStep } from '@/lib/boot/schema';

type Reason = ExplainedStep['reasons'][number];

/** Characters of a rule that leave its reason room on the same line. */
const short = 20;

const looks: Record<
  Reason['outcome'],
  { word: string; text: string; mark: string; Shape: typeof Check }
> = {
  won: { word: 'won', text: 'font-semibold', mark: 'text-good', Shape: Check },
  lost: { word: 'lost', text: 'text-muted', mark: 'text-muted', Shape: X },
  skipped: { word: 'not asked', text: 'text-muted', mark: 'text-faint', Shape: Minus },
};

/**
 * A boot from the wire to the installer, one step below the other: what the
 * machine gets in it, the rule that won in bold, and those that lost in grey
 * with the reason.
 */
export function Steps({ steps, label }: { steps: ExplainedStep[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {steps.map((step, index) => (
        <li key={step.id} className="relative flex gap-4 pb-6 last:pb-0">
          {index < steps.length - 1 && (
            <span aria-hidden className="absolute top-5 bottom-0 left-[9px] w-px bg-line-strong" />
          )}
          <span
            aria-hidden
            className="tabular z-10 mt-0.5 flex size-[19px] shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface text-[11px] text-muted"
          >
            {index + 1}
          </span>
          <div className="min-w-0 flex-1">
            <h3 className="text-xs text-muted">{step.title}</h3>
            <p className="break-words">{step.outcome}</p>
            {step.reasons.length > 0 && <Reasons reasons={step.reasons} />}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Reasons({ reasons }: { reasons: Reason[] }) {
  return (
    <ul className="mt-1.5 flex flex-col gap-1 border-l-2 border-line pl-3">
      {reasons.map((reason) => {
        const { word, text, mark, Shape } = looks[reason.outcome];
        return (
          <li
            key={`${reason.rule} ${reason.text}`}
            data-outcome={reason.outcome}
            className="flex items-baseline gap-2"
          >
            <Shape aria-label={word} className={`size-3.5 shrink-0 translate-y-0.5 ${mark}`} />
            <span className={`min-w-0 flex-1 basis-48 break-words ${text}`}>
              <span
                className={`mr-2 text-xs font-normal text-muted ${reason.rule.length > short ? 'block' : ''}`}
              >
                {reason.rule}
              </span>
              {reason.text}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
