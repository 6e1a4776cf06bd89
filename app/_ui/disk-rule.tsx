'use client';

import type { DiskRule } from '@/lib/hosts/schema';
import { Field, Input, Select } from './field';

/** Also while it is being typed; the server judges it. */
export type DiskRuleValue = DiskRule;

/** Which disk an install writes to. */
export function DiskRuleField({
  value,
  onChange,
  inherit = false,
  error,
}: {
  value: DiskRuleValue | null;
  onChange: (value: DiskRuleValue | null) => void;
  /** May be left to the profile. */
  inherit?: boolean;
  error?: string;
}) {
  const named = value?.rule === 'serial' || value?.rule === 'path' ? value : null;
  return (
    <>
      <Field
        label="Disk"
        name="disk"
        error={named ? undefined : error}
        hint="Never a removable or a read-only one. A disk with data only when the install says so."
      >
        <Select
          name="disk"
          value={value?.rule ?? ''}
          onChange={(event) => {
            const rule = event.target.value as DiskRuleValue['rule'] | '';
            if (rule === '') onChange(null);
            else
              onChange({
                rule,
                value: rule === 'serial' || rule === 'path' ? (named?.value ?? '') : null,
              });
          }}
        >
          {inherit && <option value="">As the profile says</option>}
          <option value="smallest">The smallest that the image fits on</option>
          <option value="largest">The largest</option>
          <option value="serial">By serial number</option>
          <option value="path">By path</option>
        </Select>
      </Field>
      {named && (
        <Field
          label={named.rule === 'serial' ? 'Serial number' : 'Path'}
          name="disk-value"
          error={error}
          hint={named.rule === 'path' ? 'Such as /dev/nvme0n1 or /dev/disk/by-id/…' : undefined}
        >
          <Input
            name="disk-value"
            mono
            error={error}
            value={named.value ?? ''}
            onChange={(event) => onChange({ rule: named.rule, value: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}
