import { useState } from 'react';
import { toast } from 'sonner';
import type { ActionResult } from '@/app/_doors/action';
import { errorsByField } from '@/app/_ui/form-errors';

/** Runs server actions for a form: busy while one runs, errors by field when it was refused. */
export function useAction() {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});

  async function run<T>(work: Promise<ActionResult<T>>, done?: (value: T) => void): Promise<void> {
    setBusy(true);
    setErrors({});
    const result = await work;
    setBusy(false);
    if (result.ok) {
      done?.(result.value);
      return;
    }
    const found = errorsByField(result);
    setErrors(found);
    if (found.form) toast.error(found.form);
  }

  return { busy, errors, run };
}
