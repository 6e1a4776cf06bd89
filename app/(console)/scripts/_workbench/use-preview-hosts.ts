import { useEffect, useState } from 'react';
import { previewHostAction, previewHostsAction } from '../actions';

export interface NamedHost {
  id: string;
  name: string;
}

/** Milliseconds of quiet before hosts are looked for. */
const quiet = 200;

/**
 * The hosts that a preview can be made for: those that `text` finds, null
 * until the first answer. `more`: there are others.
 */
export function usePreviewHosts(text: string): { hosts: NamedHost[] | null; more: boolean } {
  const [found, setFound] = useState<{ hosts: NamedHost[] | null; more: boolean }>({
    hosts: null,
    more: false,
  });
  useEffect(() => {
    let over = false;
    const ask = async () => {
      const result = await previewHostsAction({ text });
      if (!over) setFound(result.ok ? result.value : { hosts: [], more: false });
    };
    const timer = setTimeout(() => void ask(), text === '' ? 0 : quiet);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [text]);
  return found;
}

/** A host by its id, where it is not among `hosts`; null until it is known, or where there is none. */
export function usePreviewHost(given: {
  hostId: string | null;
  hosts: NamedHost[] | null;
}): NamedHost | null {
  const { hostId, hosts } = given;
  const [named, setNamed] = useState<NamedHost | null>(null);
  const listed = hosts?.find(({ id }) => id === hostId);
  const known = listed ?? (named?.id === hostId ? named : null);
  const wanted = hosts !== null && hostId !== null && !known ? hostId : null;
  useEffect(() => {
    if (listed) setNamed(listed);
  }, [listed]);
  useEffect(() => {
    if (wanted === null) return;
    let over = false;
    void previewHostAction({ hostId: wanted }).then((result) => {
      if (!over && result.ok) setNamed(result.value);
    });
    return () => {
      over = true;
    };
  }, [wanted]);
  return known;
}
