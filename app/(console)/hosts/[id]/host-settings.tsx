'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Curl } from '@/app/_ui/curl';
import { Dialog } from '@/app/_ui/dialog';
import { DiskRuleField, type DiskRuleValue } from '@/app/_ui/disk-rule';
import { Field, Input, Select, Textarea } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { linesOf, parametersOf } from '@/app/_ui/parameters';
import type { HostDetail } from '@/lib/hosts/schema';
import { deleteHostsAction, updateHostAction } from '../actions';

/** What a person decides about a host. */
export function HostSettings({
  host,
  profiles,
  mayWrite,
}: {
  host: HostDetail;
  profiles: { id: string; name: string }[];
  mayWrite: boolean;
}) {
  const router = useRouter();
  const [form, setForm] = useState({
    name: host.name,
    macs: host.macs.join('\n'),
    address: host.address ?? '',
    profileId: host.profile?.id ?? '',
    parameters: linesOf(host.parameters),
    bootloader: host.bootloader,
    localBoot: host.localBoot,
  });
  const [disk, setDisk] = useState<DiskRuleValue | null>(host.disk);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const change = {
    name: form.name,
    macs: form.macs.split(/[\s,]+/).filter(Boolean),
    address: form.address || null,
    profileId: form.profileId || null,
    parameters: parametersOf(form.parameters),
    bootloader: form.bootloader,
    localBoot: form.localBoot,
    disk,
  };

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setErrors({});
    const result = await updateHostAction({ id: host.id, change });
    setBusy(false);
    if (result.ok) toast.success('Saved');
    else setErrors(errorsByField(result));
    router.refresh();
  }

  return (
    <form onSubmit={send}>
      <fieldset disabled={!mayWrite} className="grid gap-4 lg:grid-cols-2">
        <Card title="Identity">
          <Field label="Name" name="name" error={errors.name} hint="One DNS label.">
            <Input
              name="name"
              value={form.name}
              error={errors.name}
              onChange={(e) => set({ name: e.target.value })}
            />
          </Field>
          <Field
            label="MAC addresses"
            name="macs"
            error={errors.macs}
            hint="One a line; any of them is the host."
          >
            <Textarea
              name="macs"
              mono
              rows={3}
              value={form.macs}
              error={errors.macs}
              onChange={(e) => set({ macs: e.target.value })}
            />
          </Field>
          <Field
            label="Address"
            name="address"
            error={errors.address}
            hint="Reserved in DHCP, answered in DNS."
          >
            <Input
              name="address"
              mono
              value={form.address}
              error={errors.address}
              onChange={(e) => set({ address: e.target.value })}
            />
          </Field>
        </Card>
        <Card title="Installation">
          <Field label="Profile" name="profileId" error={errors.profileId}>
            <Select
              name="profileId"
              value={form.profileId}
              onChange={(e) => set({ profileId: e.target.value })}
            >
              <option value="">None</option>
              {profiles.map((profile) => (
                <option key={profile.id} value={profile.id}>
                  {profile.name}
                </option>
              ))}
            </Select>
          </Field>
          <DiskRuleField
            value={disk}
            onChange={setDisk}
            inherit
            error={errors.disk ?? errors.value}
          />
          <Field
            label="Parameters"
            name="parameters"
            error={errors.parameters}
            hint="name=value, one a line. They go over the profile's; scripts see them as PROVISIONER_PARAM_NAME."
          >
            <Textarea
              name="parameters"
              mono
              rows={3}
              value={form.parameters}
              error={errors.parameters}
              onChange={(e) => set({ parameters: e.target.value })}
            />
          </Field>
        </Card>
        <Card title="Firmware">
          <Field
            label="UEFI bootloader"
            name="bootloader"
            hint="If one of them hangs on this hardware, the other often does not."
          >
            <Select
              name="bootloader"
              value={form.bootloader}
              onChange={(e) => set({ bootloader: e.target.value as typeof form.bootloader })}
            >
              <option value="auto">Automatic (snponly)</option>
              <option value="snponly">snponly: the firmware's own network driver</option>
              <option value="ipxe">ipxe: iPXE's drivers</option>
            </Select>
          </Field>
          <Field
            label="How it boots its own disk"
            name="localBoot"
            hint="Automatic: exit 1 on UEFI, sanboot on BIOS."
          >
            <Select
              name="localBoot"
              value={form.localBoot}
              onChange={(e) => set({ localBoot: e.target.value as typeof form.localBoot })}
            >
              <option value="auto">Automatic</option>
              <option value="exit">exit: back to the firmware's boot order</option>
              <option value="sanboot">sanboot: the first BIOS disk</option>
            </Select>
          </Field>
        </Card>
        {mayWrite && (
          <Card title="Actions">
            {errors.form && <p className="mb-3 text-danger">{errors.form}</p>}
            <div className="flex flex-wrap gap-2">
              <Button look="primary" type="submit" busy={busy}>
                Save
              </Button>
              <Curl method="PATCH" path={`/api/hosts/${host.id}`} body={change} />
              <DeleteHost host={host} />
            </div>
          </Card>
        )}
      </fieldset>
    </form>
  );
}

function DeleteHost({ host }: { host: HostDetail }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        Delete the host
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${host.name}?`}
        note="Its record and timeline go; its disk is not touched. When it boots again it is a stranger."
      >
        <Field label={`Type “${host.name}” to confirm`} name="confirm-delete">
          <Input
            name="confirm-delete"
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <div className="flex justify-end">
          <Button
            look="destructive"
            disabled={name !== host.name}
            onClick={async () => {
              const result = await deleteHostsAction({ ids: [host.id] });
              if (result.ok) router.push('/hosts');
              else toast.error(result.message);
            }}
          >
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
