'use client';

import { useEffect, useState } from 'react';
import { Input } from '@/app/_ui/field';
import type { PreviewAs } from './preview-request';
import { usePreviewHost, usePreviewHosts } from './use-preview-hosts';

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
  const [mac, setMac] = useState('');
  const [text, setText] = useState('');
  const { hosts, more } = usePreviewHosts(text);
  const hostId = as?.by === 'host' ? as.hostId : null;
  const chosen = usePreviewHost({ hostId, hosts });
  const [many, setMany] = useState(false);
  useEffect(() => {
    if (more) setMany(true);
  }, [more]);
  useEffect(() => {
    if (as || !hosts) return;
    const [first] = hosts;
    onChange(first ? { by: 'host', hostId: first.id } : anyMachine);
  }, [as, hosts, onChange]);

  useEffect(() => {
    const wanted = text.trim().toLowerCase();
    if (!wanted || !hosts) return;
    // A whole name, or the only one that is left.
    const found = hosts.find(({ name }) => name === wanted) ?? (hosts.length === 1 && hosts[0]);
    if (found) onChange({ by: 'host', hostId: found.id });
  }, [text, hosts, onChange]);

  function choose(value: string) {
    const kind = kinds.find(({ id }) => id === value);
    if (kind) onChange({ by: 'kind', firmware: kind.firmware, arch: kind.arch });
    else if (value === 'mac') onChange({ by: 'mac', mac });
    else onChange({ by: 'host', hostId: value });
  }

  const absent = chosen && !hosts?.some(({ id }) => id === chosen.id);
  const listed = absent ? [chosen, ...(hosts ?? [])] : (hosts ?? []);
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
          {listed.length > 0 && (
            <optgroup label={text ? `Hosts like “${text}”` : 'Hosts'}>
              {listed.map(({ id, name }) => (
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
      {many && (
        <>
          <input
            type="search"
            list="preview-hosts"
            aria-label="Find a host"
            placeholder="Find a host"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="h-7 w-40 rounded-md border border-line-strong bg-surface px-2 placeholder:text-faint"
          />
          <datalist id="preview-hosts">
            {(hosts ?? []).map(({ id, name }) => (
              <option key={id} value={name} />
            ))}
          </datalist>
        </>
      )}
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
