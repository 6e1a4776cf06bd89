import { useCallback, useRef } from 'react';
import { toast } from 'sonner';
import type { RevisionDetail, ScriptDetail } from '@/lib/scripts/schema';
import { readRevisionAction } from '../actions';

/** Reads revisions with their texts; each once, for they never change. */
export function useRevisionTexts(script: ScriptDetail | null) {
  const kind = script?.kind;
  const id = script?.id;
  const kept = useRef(new Map<number, RevisionDetail>());
  return useCallback(
    async (number: number): Promise<RevisionDetail | null> => {
      if (!kind || !id) return null;
      const known = kept.current.get(number);
      if (known) return known;
      const result = await readRevisionAction({ kind, id, number });
      if (!result.ok) {
        toast.error(result.message);
        return null;
      }
      kept.current.set(number, result.value);
      return result.value;
    },
    [kind, id],
  );
}
