'use client';

import { useEffect, useState } from 'react';
import { Input } from '@/app/_ui/field';
import { previewHostsAction } from '../actions';
import type { PreviewAs } from './preview-request';

/** Machines without a record. */
const kinds = [
  { id: 'bios/x86_64', name: 'Any BIOS machine, x86-64', firmware: 'bios', arch: 'x86_64' },
  { id: 'uefi/x86_64', name: 'Any UEFI machine, x86-64', firmware: 'uefi', arch: 'x86_64' },
  { id: 'uefi/arm64', name: 'Any UEFI machine, arm64', firmware: 'uefi', arch: 'arm64' },
] as const;
const anyMachine = { by: 'kind', firmware: 'uefi', arch: 'x86_64' } as const;

/** As which machine the text is rendered: a host, a MAC, or an architecture and a firmware. */
export function PreviewChoice({
  as,
  onChange,
}: {
  as: PreviewAs | null;
  onChange: (as: PreviewAs) => void;
}) {
  const [hosts, setHosts] = useState<{ id: string; name: string }[] | null>(null);
  const [mac, setMac] = useState('');
  useEffect(() => {
    let over = false;
    void previewHostsAction({}).then((result) => {
      if (!over) setHosts(result.ok ? result.value : []);
    });
    return () => {
      over = true;
    };
  }, []);
  useEffect(() => {
    if (as || !hosts) return;
    const [first] = hosts;
    onChange(first ? { by: 'host', hostId: first.id } : anyMachine);
  }, [as, hosts, onChange]);

  function choose(value: string) {
    const kind = kinds.find(({ id }) => id === value);
    if (kind) onChange({ by: 'kind', firmware: kind.firmware, arch: kind.arch });
    else if (value === 'mac') onChange({ by: 'mac', mac });
    else onChange({ by: 'host', hostId: value });
  }

  return (
    <>
      <label className="flex items-center gap-1.5">
        <span className="text-muted">As</span>
        <select
          aria-label="Preview as"
          value={choiceOf(as)}
          onChange={(event) => choose(event.target.value)}
          className="h-7 max-w-64 rounded-md border border-line-strong bg-surface px-1.5"
        >
          {hosts === null && <option value={choiceOf(as)}>…</option>}
          {hosts && hosts.length > 0 && (
            <optgroup label="Hosts">
              {hosts.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label="Another machine">
            <option value="mac">A machine by its MAC</option>
            {kinds.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      {as?.by === 'mac' && (
        <Input
          name="preview-mac"
          aria-label="MAC"
          mono
          placeholder="52:54:00:77:00:01"
          value={mac}
          onChange={(event) => {
            setMac(event.target.value);
            onChange({ by: 'mac', mac: event.target.value });
          }}
          className="!h-7 !w-44"
        />
      )}
    </>
  );
}

function choiceOf(as: PreviewAs | null): string {
  if (!as) return '';
  if (as.by === 'host') return as.hostId;
  return as.by === 'kind' ? `${as.firmware}/${as.arch}` : 'mac';
}
