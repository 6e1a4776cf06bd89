import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { ScriptDetail, ScriptKind } from '@/lib/scripts/schema';
import { createScriptAction, saveScriptAction } from '../actions';
import type { MadeKind } from '../kinds';
import type { Draft } from './use-draft';

/** Saves the draft: by the button, and by ⌘S or Ctrl S anywhere on the page. */
export function useSave(given: {
  kind: ScriptKind;
  /** Null: it is made. */
  script: ScriptDetail | null;
  draft: Draft;
  base: number;
  /** False: there is nothing to save, or this person may not. */
  able: boolean;
  onSaved: (revision: number) => void;
}) {
  const { kind, script, draft, base, able, onSaved } = given;
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [conflict, setConflict] = useState<string | null>(null);
  /** At once, unlike the state: a held key comes twice before anything is rendered. */
  const running = useRef(false);

  async function save() {
    if (!able || running.current) return;
    running.current = true;
    setBusy(true);
    setErrors({});
    const result = await send({ kind, script, draft, base });
    running.current = false;
    setBusy(false);
    if (result.ok) {
      const { id, revision } = result.value;
      setConflict(null);
      onSaved(revision);
      toast.success(`Saved as r${revision}`);
      if (!script) router.replace(`/scripts/${kind}/${id}`);
      else router.refresh();
      return;
    }
    if (result.code === 'ERR_CONFLICT') {
      setConflict(result.message);
      router.refresh();
    } else if (result.fields.length === 0) toast.error(result.message);
    else setErrors(byField(result.fields));
  }

  const calls = useRef(save);
  calls.current = save;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey) return;
      if (event.key.toLowerCase() !== 's' || event.defaultPrevented) return;
      event.preventDefault();
      void calls.current();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  return { save, busy, errors, conflict, settleConflict: () => setConflict(null) };
}

function send(given: {
  kind: ScriptKind;
  script: ScriptDetail | null;
  draft: Draft;
  base: number;
}) {
  const { kind, script, draft, base } = given;
  if (!script) {
    return createScriptAction({ kind: kind as MadeKind, ...bodyOf(draft) });
  }
  return saveScriptAction({
    kind,
    id: script.id,
    change: { ...bodyOf(draft), baseRevision: base },
  });
}

/** The body that makes or changes a script, also by REST. */
export function bodyOf({ title, text, template, dialect, message }: Draft) {
  return {
    title,
    text,
    template,
    ...(dialect && { dialect }),
    ...(message && { message }),
  };
}

/** Everything that is said of a field, in one text. */
function byField(fields: { field: string; message: string }[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, message } of fields) {
    const name = field.split('.').at(-1) ?? field;
    errors[name] = errors[name] ? `${errors[name]} ${message}` : message;
  }
  return errors;
}
