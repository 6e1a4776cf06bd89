'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Curl } from '@/app/_ui/curl';
import { Field, Input, Textarea } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import type { NetworkView } from '@/lib/network/data';
import type { NetworkChange } from '@/lib/network/schema';
import { changeNetworkAction, previewNetworkAction } from './actions';
import { InterfaceChoice } from './interface-choice';

/** Milliseconds of quiet before the resulting configuration is asked for. */
const quiet = 400;

/** The settings beside the configuration that they make. */
export function NetworkForm({
  view,
  mayAdminister,
}: {
  view: NetworkView;
  mayAdminister: boolean;
}) {
  const router = useRouter();
  const { settings } = view;
  const [form, setForm] = useState({
    interface: settings.interface,
    publicUrl: settings.publicUrl ?? '',
    domain: settings.domain,
    rangeStart: settings.dhcp.rangeStart ?? '',
    rangeEnd: settings.dhcp.rangeEnd ?? '',
    leaseSeconds: String(settings.dhcp.leaseSeconds),
    router: settings.dhcp.router ?? '',
    upstream: settings.dns.upstream.join(' '),
    hosts: settings.dns.hosts ?? '',
  });
  const [preview, setPreview] = useState(view.config ?? '');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const change = changeOf(form);
  const asText = JSON.stringify(change);

  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const result = await previewNetworkAction(JSON.parse(asText) as NetworkChange);
      if (!current) return;
      setErrors(result.ok ? {} : errorsByField(result));
      if (result.ok) setPreview(result.value.config ?? '');
    }, quiet);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asText]);

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await changeNetworkAction(change);
    setBusy(false);
    if (result.ok) {
      setErrors({});
      toast.success('Applied');
      router.refresh();
    } else setErrors(errorsByField(result));
  }

  return (
    <form onSubmit={send} className="grid items-start gap-4 lg:grid-cols-2">
      <fieldset disabled={!mayAdminister} className="flex min-w-0 flex-col gap-4">
        <Card title="Interface">
          <InterfaceChoice
            interfaces={view.interfaces}
            chosen={form.interface}
            onChange={(name) => set({ interface: name, rangeStart: '', rangeEnd: '' })}
          />
          <div className="mt-4">
            <Field
              label="Address that machines use"
              name="publicUrl"
              error={errors.publicUrl}
              hint={`Empty: ${view.publicUrl ?? 'from the interface'}`}
            >
              <Input
                name="publicUrl"
                mono
                placeholder={view.publicUrl ?? ''}
                value={form.publicUrl}
                error={errors.publicUrl}
                onChange={(e) => set({ publicUrl: e.target.value })}
              />
            </Field>
          </div>
        </Card>
        <Card title="DHCP">
          <div className="grid gap-x-3 sm:grid-cols-2">
            <Field
              label="Range from"
              name="rangeStart"
              error={errors.rangeStart}
              hint="Empty: proposed from the subnet."
            >
              <Input
                name="rangeStart"
                mono
                value={form.rangeStart}
                error={errors.rangeStart}
                onChange={(e) => set({ rangeStart: e.target.value })}
              />
            </Field>
            <Field label="to" name="rangeEnd" error={errors.rangeEnd}>
              <Input
                name="rangeEnd"
                mono
                value={form.rangeEnd}
                error={errors.rangeEnd}
                onChange={(e) => set({ rangeEnd: e.target.value })}
              />
            </Field>
            <Field label="Lease, in seconds" name="leaseSeconds" error={errors.leaseSeconds}>
              <Input
                name="leaseSeconds"
                inputMode="numeric"
                value={form.leaseSeconds}
                error={errors.leaseSeconds}
                onChange={(e) => set({ leaseSeconds: e.target.value })}
              />
            </Field>
            <Field label="Router" name="router" error={errors.router} hint="Empty: none is named.">
              <Input
                name="router"
                mono
                value={form.router}
                error={errors.router}
                onChange={(e) => set({ router: e.target.value })}
              />
            </Field>
          </div>
        </Card>
        <Card title="DNS">
          <Field label="Domain" name="domain" error={errors.domain}>
            <Input
              name="domain"
              mono
              value={form.domain}
              error={errors.domain}
              onChange={(e) => set({ domain: e.target.value })}
            />
          </Field>
          <Field
            label="Upstream servers"
            name="upstream"
            error={errors.upstream}
            hint="Addresses, with spaces between them. Empty: only our own names are answered."
          >
            <Input
              name="upstream"
              mono
              value={form.upstream}
              error={errors.upstream}
              onChange={(e) => set({ upstream: e.target.value })}
            />
          </Field>
          <Field
            label="More names"
            name="hosts"
            error={errors.hosts}
            hint="As in /etc/hosts: an address and its names, one a line."
          >
            <Textarea
              name="hosts"
              mono
              rows={4}
              value={form.hosts}
              error={errors.hosts}
              onChange={(e) => set({ hosts: e.target.value })}
            />
          </Field>
        </Card>
        {mayAdminister && (
          <div className="flex flex-wrap items-center gap-2">
            <Button look="primary" type="submit" busy={busy}>
              Apply
            </Button>
            <Curl method="PUT" path="/api/network" body={change} />
            {errors.form && <p className="text-danger">{errors.form}</p>}
          </div>
        )}
      </fieldset>
      <Card title="The configuration that this makes" flush className="lg:sticky lg:top-16">
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          className="max-h-[70vh] overflow-auto p-4 font-mono text-xs leading-5"
        >
          {preview || 'Choose an interface first.'}
        </pre>
      </Card>
    </form>
  );
}

function changeOf(form: {
  interface: string | null;
  publicUrl: string;
  domain: string;
  rangeStart: string;
  rangeEnd: string;
  leaseSeconds: string;
  router: string;
  upstream: string;
  hosts: string;
}): NetworkChange {
  return {
    interface: form.interface,
    publicUrl: form.publicUrl || null,
    domain: form.domain,
    dhcp: {
      rangeStart: form.rangeStart || null,
      rangeEnd: form.rangeEnd || null,
      leaseSeconds: Number(form.leaseSeconds),
      router: form.router || null,
    },
    dns: {
      upstream: form.upstream.split(/[\s,]+/).filter(Boolean),
      hosts: form.hosts || null,
    },
  };
}
