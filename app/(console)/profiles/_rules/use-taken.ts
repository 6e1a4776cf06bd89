import { useEffect, useState } from 'react';
import type { TakenHosts } from '@/lib/hosts/profiles/taken/data';
import { hostsTakenAction } from '../actions';
import type { DraftRule } from './sentence';

/** Milliseconds of quiet before it is asked. */
const quiet = 300;

/** Which hosts a profile would have; undefined before the first answer, null where a rule cannot be read. */
export function useTaken(draft: {
  id: string | null;
  name: string;
  rules: DraftRule[];
  isDefault: boolean;
}): TakenHosts | null | undefined {
  const [taken, setTaken] = useState<TakenHosts | null>();
  const asked = JSON.stringify(draft);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const result = await hostsTakenAction(JSON.parse(asked));
      if (current) setTaken(result.ok ? result.value : null);
    }, quiet);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return taken;
}
