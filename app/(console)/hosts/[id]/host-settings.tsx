'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Curl } from '@/app/_ui/curl';
import { DiskRuleField, type DiskRuleValue } from '@/app/_ui/disk-rule';
import { errorsByField } from '@/app/_ui/form-errors';
import { AreaField, SelectField, TextField } from '@/app/_ui/labelled';
import { linesOf, parametersOf } from '@/app/_ui/parameters';
import type { HostDetail } from '@/lib/hosts/schema';
import { updateHostAction } from '../actions';
import { ProfileChoice } from '../profile-choice';
import { DeleteHost } from './delete-host';

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
    labels: linesOf(host.labels),
    profileId: host.profileBy === 'hand' ? (host.profile?.id ?? '') : '',
    parameters: linesOf(host.parameters),
    bootloader: host.bootloader,
    localBoot: host.localBoot,
  });
  const [disk, setDisk] = useState<DiskRuleValue | null>(host.disk);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  /** What a field needs to hold one of the form's values. */
  const field = <Name extends keyof typeof form>(name: Name) => ({
    name,
    value: form[name] as string,
    error: errors[name],
    onChange: (value: string) => setForm({ ...form, [name]: value }),
  });
  const change = {
    name: form.name,
    macs: form.macs.split(/[\s,]+/).filter(Boolean),
    address: form.address || null,
    labels: parametersOf(form.labels),
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
          <TextField label="Name" hint="One DNS label." {...field('name')} />
          <AreaField
            label="MAC addresses"
            mono
            rows={3}
            hint="One a line; any of them is the host."
            {...field('macs')}
          />
          <TextField
            label="Address"
            mono
            hint="Reserved in DHCP, answered in DNS."
            {...field('address')}
          />
          <AreaField
            label="Labels"
            mono
            rows={3}
            placeholder={'rack=a4\nrole=worker'}
            hint="name=value, one a line. Profiles' rules, the list and templates use them."
            {...field('labels')}
          />
        </Card>
        <Card title="Installation">
          <ProfileChoice
            {...field('profileId')}
            profiles={profiles}
            hint={profileHint(host, form.profileId)}
          />
          <DiskRuleField
            value={disk}
            onChange={setDisk}
            inherit
            error={errors.disk ?? errors.value}
          />
          <AreaField
            label="Parameters"
            mono
            rows={3}
            hint="name=value, one a line. They go over the profile's; scripts see them as PROVISIONER_PARAM_NAME."
            {...field('parameters')}
          />
        </Card>
        <Card title="Firmware">
          <SelectField
            label="UEFI bootloader"
            hint="If one of them hangs on this hardware, the other often does not."
            {...field('bootloader')}
          >
            <option value="auto">Automatic (snponly)</option>
            <option value="snponly">snponly: the firmware's own network driver</option>
            <option value="ipxe">ipxe: iPXE's drivers</option>
          </SelectField>
          <SelectField
            label="How it boots its own disk"
            hint="Automatic: exit 1 on UEFI, sanboot on BIOS."
            {...field('localBoot')}
          >
            <option value="auto">Automatic</option>
            <option value="exit">exit: back to the firmware's boot order</option>
            <option value="sanboot">sanboot: the first BIOS disk</option>
          </SelectField>
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

/** What leaving the choice to the rules means for this host now. */
function profileHint(host: HostDetail, chosen: string): string {
  if (chosen) return 'Chosen by hand, which stands over every rule.';
  if (host.profileBy === 'rule')
    return `By rule it gets “${host.profile?.name}”: ${host.profileRule}`;
  if (host.profileBy === 'default')
    return `No rule fits, so it gets the default, “${host.profile?.name}”.`;
  if (host.profileBy === 'hand') return 'What the rules give is shown once this is saved.';
  return 'No rule fits it and there is no default profile, so it gets none.';
}
