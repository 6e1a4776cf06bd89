'use client';

import { useEffect, useRef } from 'react';
import type { NetworkInterface } from '@/lib/network/schema';
import { probeInterfaceAction } from './actions';

/** The machine's interfaces with what is on them, to choose the one that serves machines. */
export function InterfaceChoice({
  interfaces,
  chosen,
  onChange,
}: {
  interfaces: NetworkInterface[];
  chosen: string | null;
  onChange: (name: string) => void;
}) {
  const asked = useRef(new Set<string>());
  const known = interfaces.some((one) => one.name === chosen && one.dhcpProbe);
  useEffect(() => {
    if (!chosen || known || asked.current.has(chosen)) return;
    asked.current.add(chosen);
    // A viewer may not ask; what is known is shown all the same.
    void probeInterfaceAction({ name: chosen });
  }, [chosen, known]);
  if (interfaces.length === 0) {
    return (
      <p className="text-muted">
        The worker has not told its interfaces yet; this takes some seconds.
      </p>
    );
  }
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">Which interface are the machines plugged into?</legend>
      {interfaces.map((one) => (
        <label
          key={one.name}
          className={`flex cursor-pointer items-start gap-3 rounded-md border px-3 py-2 ${one.name === chosen ? 'border-accent bg-accent-soft' : 'border-line hover:bg-raised'}`}
        >
          <input
            type="radio"
            name="interface"
            value={one.name}
            checked={one.name === chosen}
            onChange={() => onChange(one.name)}
            className="mt-1 accent-[var(--accent)]"
          />
          <span className="min-w-0 flex-1">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-mono font-medium">{one.name}</span>
              <span className="text-xs text-muted">
                {one.kind}, {one.up ? (one.carrier ? 'up' : 'up, no carrier') : 'down'}
              </span>
            </span>
            <span className="block font-mono text-xs text-muted">
              {one.addresses
                .filter(({ scope }) => scope === 'global')
                .map(({ address, prefix }) => `${address}/${prefix}`)
                .join('  ') || 'no address'}
            </span>
            <Heard one={one} chosen={one.name === chosen} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Heard({ one, chosen }: { one: NetworkInterface; chosen: boolean }) {
  const probe = one.dhcpProbe;
  if (!probe) {
    return chosen ? (
      <span className="block text-xs text-muted">Listening for another DHCP server here…</span>
    ) : null;
  }
  if (probe.problem) return <span className="block text-xs text-muted">{probe.problem}</span>;
  if (probe.servers.length === 0) {
    return <span className="block text-xs text-good">No DHCP server answers here.</span>;
  }
  return (
    <span className="block text-xs text-attention">
      A DHCP server answers here already: {probe.servers.map(({ server }) => server).join(', ')}
    </span>
  );
}
