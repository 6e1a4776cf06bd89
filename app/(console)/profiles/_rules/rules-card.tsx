'use client';

import { Plus } from 'lucide-react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Check } from '@/app/_ui/field';
import type { TakenHosts } from '@/lib/hosts/profiles/taken/data';
import { RuleEditor } from './rule-editor';
import type { DraftRule } from './sentence';
import { Taken } from './taken';

/** Which hosts get a profile without being given it by hand. */
export function RulesCard({
  rules,
  onRules,
  isDefault,
  onDefault,
  errors,
  taken,
}: {
  rules: DraftRule[];
  onRules: (rules: DraftRule[]) => void;
  isDefault: boolean;
  onDefault: (isDefault: boolean) => void;
  /** By `0` for the first rule and `0.label` for its label. */
  errors: Record<string, string>;
  taken: TakenHosts | null | undefined;
}) {
  return (
    <Card
      title="Which hosts get it"
      className="lg:col-span-2"
      actions={
        <Button look="quiet" onClick={() => onRules([...rules, { macPrefix: '' }])}>
          <Plus aria-hidden className="size-3.5" />
          Add a rule
        </Button>
      }
    >
      <div className="grid gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex flex-col gap-3">
          {rules.length === 0 && (
            <p className="text-muted">
              No rule: only hosts that are given it by hand. With a rule, a host gets it by its MAC,
              serial, label, network or architecture.
            </p>
          )}
          {rules.map((rule, index) => (
            <RuleEditor
              // Rules have no name; they are told apart by their place.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              key={index}
              place={index}
              rule={rule}
              errors={errors}
              onChange={(changed) => onRules(rules.with(index, changed))}
              onRemove={() => onRules(rules.toSpliced(index, 1))}
            />
          ))}
          <Check
            checked={isDefault}
            onChange={(event) => onDefault(event.target.checked)}
            label="The default profile"
            hint="For hosts that no rule of any profile fits. A team has one at most: this takes it from the one that is it now."
          />
          {rules.length > 0 && (
            <p className="text-xs text-muted">
              The most specific rule wins: UUID, serial, MAC (the longer the better), label with a
              value, label, network (the smaller the better), architecture. Among equals the one
              with more conditions, then the profile's name.
            </p>
          )}
        </div>
        <Taken taken={taken} />
      </div>
    </Card>
  );
}
