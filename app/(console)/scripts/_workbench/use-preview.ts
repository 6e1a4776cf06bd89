import { useEffect, useState } from 'react';
import type { Preview } from '@/lib/boot/preview/schema';
import { previewAction } from '../actions';
import { type PreviewAs, type PreviewedText, previewRequest } from './preview-request';

/** Milliseconds of quiet before it is rendered. */
const quiet = 500;

interface Shown {
  preview: Preview | null;
  /** Why there is none. */
  refusal: string | null;
}

/**
 * What a machine would be served, rendered anew whenever the text or the
 * machine changes. The last answer stays until the next is here.
 */
export function usePreview(given: { source: PreviewedText; as: PreviewAs | null }): Shown & {
  waiting: boolean;
} {
  const { source, as } = given;
  const { kind, id, title, text, template, dialect } = source;
  const [shown, setShown] = useState<Shown>({ preview: null, refusal: null });
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    const asked = { kind, id, title, text, template, dialect };
    const request = as && previewRequest({ source: asked, as });
    setWaiting(request !== null);
    if (!request) return;
    let over = false;
    const timer = setTimeout(async () => {
      const result = await previewAction(request);
      if (over) return;
      setShown(
        result.ok
          ? { preview: result.value, refusal: null }
          : { preview: null, refusal: result.message },
      );
      setWaiting(false);
    }, quiet);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [as, kind, id, title, text, template, dialect]);
  return { ...shown, waiting };
}
