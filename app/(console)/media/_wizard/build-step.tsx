import { Facts } from '@/app/_ui/card';
import { Notice } from '@/app/_ui/status';
import { chosenScript } from './choices';
import { kinds } from './names';
import type { Problem } from './problems';
import { type StepId, stepName, stepOfField } from './steps';
import { summaryOf } from './summary';
import type { StepProps } from './wizard';

/** What will be made, and what stands in its way. */
export function BuildStep({
  choices,
  ground,
  problems,
  onGo,
}: StepProps & { problems: Problem[]; onGo: (step: StepId) => void }) {
  const text = chosenScript(choices);
  return (
    <div className="flex flex-col gap-4">
      {problems.length > 0 && (
        <Notice meaning="failed">
          <ul aria-label="What stands in the way" className="flex flex-col gap-1">
            {problems.map(({ field, message }) => (
              <li key={field}>
                {field && (
                  <button
                    type="button"
                    onClick={() => onGo(stepOfField(field))}
                    className="mr-1.5 font-medium underline"
                  >
                    {stepName(stepOfField(field), choices)}
                  </button>
                )}
                {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Facts
        rows={[
          ['What', kinds[choices.kind].name],
          ...summaryOf(choices, ground.published),
          ['Text', text === null ? null : `${text.length} characters`],
        ].filter((row): row is [string, string] => row[1] !== null)}
      />
      <p className="text-muted">
        Equal wishes share one result: what was built before is there at once.
      </p>
    </div>
  );
}
