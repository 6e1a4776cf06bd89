'use client';

import { X } from 'lucide-react';
import { Button } from '@/app/_ui/button';
import { Input, Select } from '@/app/_ui/field';
import { conditionNames, conditions, type DraftRule, ruleSentence } from './sentence';

type Name = keyof DraftRule;

/** One rule: conditions that must all fit, and the sentence that they make. */
export function RuleEditor({
  place,
  rule,
  errors,
  onChange,
  onRemove,
}: {
  place: number;
  rule: DraftRule;
  errors: Record<string, string>;
  onChange: (rule: DraftRule) => void;
  onRemove: () => void;
}) {
  const used = conditionNames.filter((name) => rule[name] !== undefined);
  const free = conditionNames.filter((name) => rule[name] === undefined);
  const own = errors[String(place)];

  /** Keeps the order, so that no line jumps when its condition becomes another one. */
  function become(before: Name, after: Name) {
    const entries = Object.entries(rule).map(([name, value]) =>
      name === before ? [after, after === 'arch' ? 'x86_64' : ''] : [name, value],
    );
    onChange(Object.fromEntries(entries));
  }

  return (
    <section
      aria-label={`Rule ${place + 1}`}
      className="flex flex-col gap-2 rounded-md border border-line p-3"
    >
      <div className="flex items-start justify-between gap-2">
        <p className={`min-w-0 break-words ${own ? 'text-danger' : ''}`}>
          {own ?? ruleSentence(rule)}
        </p>
        <Button
          look="quiet"
          className="!px-1.5"
          aria-label={`Remove rule ${place + 1}`}
          onClick={onRemove}
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      </div>
      {(Object.keys(rule) as Name[]).map((name) => (
        <Condition
          key={name}
          id={`rule-${place}-${name}`}
          name={name}
          value={rule[name] ?? ''}
          free={free}
          error={errors[`${place}.${name}`]}
          onValue={(value) => onChange({ ...rule, [name]: value })}
          onName={(after) => become(name, after)}
          onRemove={
            used.length > 1
              ? () => {
                  const { [name]: _, ...rest } = rule;
                  onChange(rest);
                }
              : undefined
          }
        />
      ))}
      {free[0] && (
        <Button
          look="quiet"
          className="self-start !px-2 text-xs"
          onClick={() => {
            const next = free.find((name) => name === 'label') ?? free[0];
            if (next) onChange({ ...rule, [next]: next === 'arch' ? 'x86_64' : '' });
          }}
        >
          And another condition
        </Button>
      )}
    </section>
  );
}

function Condition({
  id,
  name,
  value,
  free,
  error,
  onValue,
  onName,
  onRemove,
}: {
  id: string;
  name: Name;
  value: string;
  free: Name[];
  error?: string;
  onValue: (value: string) => void;
  onName: (name: Name) => void;
  onRemove?: () => void;
}) {
  const { name: title, placeholder } = conditions[name];
  return (
    <div>
      <div className="flex gap-2">
        <Select
          name={`${id}-kind`}
          aria-label="Condition"
          className="!w-44 shrink-0"
          value={name}
          onChange={(event) => onName(event.target.value as Name)}
        >
          {conditionNames
            .filter((one) => one === name || free.includes(one))
            .map((one) => (
              <option key={one} value={one}>
                {conditions[one].name}
              </option>
            ))}
        </Select>
        {name === 'arch' ? (
          <Select
            name={id}
            aria-label={title}
            value={value}
            onChange={(event) => onValue(event.target.value)}
          >
            <option value="x86_64">x86_64</option>
            <option value="arm64">arm64</option>
          </Select>
        ) : (
          <Input
            name={id}
            mono
            aria-label={title}
            autoComplete="off"
            placeholder={placeholder}
            value={value}
            error={error}
            onChange={(event) => onValue(event.target.value)}
          />
        )}
        {onRemove && (
          <Button
            look="quiet"
            className="!px-1.5"
            aria-label={`Remove the condition ${title}`}
            onClick={onRemove}
          >
            <X aria-hidden className="size-3.5" />
          </Button>
        )}
      </div>
      {error && (
        <p id={`${id}-note`} className="mt-1 text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
